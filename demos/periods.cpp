// When does a normalizer help?
//
// Trains a deep little net with each normalizer and without, and compares losses and errors by thirds of the
// training, as Gunawan, Yin and Zhang do (2022, arXiv 2207.01972). Then it intervenes: at step t the
// normalizer is swapped for another, the weights kept, and the final error is drawn against t.
#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/measure/measure_table.hpp"
#include "demos/lab/measure/swap_shock.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/periods_charts.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/train/settled.hpp"
#include "demos/lab/train/swap.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

struct Options : CommonOptions {
  std::vector<std::string> norms = {"bn", "gn:c8", "none"}, swap_texts;
  std::vector<std::size_t> times, eval_at;  // empty: shares of the steps
  bool no_swaps = false;
  std::vector<Swap> swaps;

  Options() { model = "conv8"; }
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  add_norms_option(app, o.norms);
  app.add_option("--swaps", o.swap_texts,
                 "Swaps, separated by commas: bn/none goes on without a norm, bn/bn with a fresh copy\n"
                 "    (default: from each of --norms to each, fresh copies included)")
      ->delimiter(',');
  app.add_option("--times", o.times,
                 "Steps after which to swap, separated by commas\n"
                 "    (default: 1/16, 1/8, 1/4, 1/2 and 3/4 of --steps)")
      ->delimiter(',');
  app.add_option("--eval-at", o.eval_at,
                 "Steps after which to evaluate trainings without a swap, separated by commas\n"
                 "    (default: 1/32, 1/16, 1/8, 1/4, 1/2, 3/4 and all of --steps)")
      ->delimiter(',');
  app.add_flag("--no-swaps", o.no_swaps, "Leave out the swaps");
}

// Shares of the steps, each once, 0 left out.
std::vector<std::size_t> shares(std::size_t steps, const std::vector<std::size_t>& of_32) {
  std::vector<std::size_t> out;
  for (std::size_t share : of_32) {
    const std::size_t step = steps * share / 32;
    if (step > 0 && (out.empty() || out.back() != step)) out.push_back(step);
  }
  return out;
}

void check_steps(const std::string& option, std::vector<std::size_t>& list, std::size_t most) {
  check_no_repeats(option, list);
  for (std::size_t step : list)
    GG_CHECK(step >= 1 && step <= most, option, ": expected steps from 1 to ", most, ", got ", step);
  std::sort(list.begin(), list.end());
}

void complete_periods(Options& o) {
  GG_CHECK(o.steps >= 3, "--steps: expected at least 3, one a third, got ", o.steps);
  GG_CHECK(!o.no_swaps || (o.swap_texts.empty() && o.times.empty()),
           "--no-swaps: --swaps or --times was given, too");
  if (o.times.empty()) o.times = shares(o.steps, {2, 4, 8, 16, 24});
  if (o.eval_at.empty()) o.eval_at = shares(o.steps, {1, 2, 4, 8, 16, 24, 32});
  check_steps("--times", o.times, o.steps - 1);
  check_steps("--eval-at", o.eval_at, o.steps);
  check_no_repeats("--swaps", o.swap_texts);
  for (const std::string& text : o.swap_texts) o.swaps.push_back(swap_named(text, o.norms));
  if (o.swap_texts.empty() && !o.no_swaps) o.swaps = all_swaps(o.norms);
}

void check_swaps(const Options& o, const Dataset& data) {
  const gg::ModulePtr plain = prepared_model(o, data, "none", 0);
  for (const Swap& swap : o.swaps) {
    for (const std::string& norm : {swap.from, swap.to})
      check_has_weights_of(*plain, *prepared_model(o, data, norm, 0), norm);
  }
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["optimizer"] = "SGD, momentum 0.9, weight decay 1e-4, constant rate";
  settings["eval_at"] = o.eval_at;
  return settings;
}

std::vector<Cell> cells_of(const Options& o) {
  std::vector<Cell> cells;
  const auto add = [&](const Swap& swap, std::size_t at, std::size_t seed) {
    cells.push_back({{{"norm", swap.from}, {"to", swap.to}, {"at", at}, {"seed", seed}}});
  };
  for (std::size_t seed = 0; seed < o.seeds; ++seed) {
    for (const std::string& norm : o.norms) add({norm, norm}, 0, seed);
    for (const Swap& swap : o.swaps) {
      for (std::size_t at : o.times) add(swap, at, seed);
    }
  }
  return cells;
}

void add_shock(Json& row, const std::vector<double>& losses, std::size_t at) {
  const std::optional<SwapShock> shock = swap_shock(losses, at);
  if (!shock) return;
  row["jump"] = shock->jump;
  if (shock->recovery) row["recovery"] = *shock->recovery;
}

// What happens while a cell is trained: the swap, or evaluations.
class Course {
 public:
  Course(const Options& o, const Dataset& data, const Cell& cell)
      : o_(o),
        data_(data),
        at_(cell.coordinates.at("at")),
        next_(prepared_model(o, data, cell.coordinates.at("to"), cell.coordinates.at("seed"))),
        plain_(prepared_model(o, data, "none", 0)) {}

  void after_step(Trainer& trainer) {
    const std::size_t step = trainer.steps_done();
    if (at_ == 0 && std::binary_search(o_.eval_at.begin(), o_.eval_at.end(), step)) {
      steps_.push_back(step);
      errors_.push_back(evaluate_settled(trainer.net(), data_.train, data_.test).error);
    }
    if (at_ == step) swap_norms(trainer, *next_, *plain_);
  }

  void write(Json& row, const std::vector<double>& losses) const {
    if (at_ > 0) {
      add_shock(row, losses, at_);
      return;
    }
    row["thirds"] = curve_json(losses, o_.steps, 1, 3).at("loss");
    row["eval_at"] = steps_;
    row["errors"] = errors_;
  }

 private:
  const Options& o_;
  const Dataset& data_;
  std::size_t at_;  // 0: no swap
  gg::ModulePtr next_, plain_;
  std::vector<std::size_t> steps_;
  std::vector<double> errors_;
};

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  TrainOptions training = usual_training(o, seed);
  training.decay = Decay::constant;
  Course course(o, data, cell);
  Trainer trainer(*net, data.train, training);
  const StepCallback progress = progress_of(training, report);
  const TrainRecord record = train(trainer, [&](std::size_t step) {
    progress(step);
    course.after_step(trainer);
  });
  Json row = training_row(trainer.net(), data.test, record, training);
  if (row.at("status") == "finished") {
    row["error_running"] = row.at("validation_error");
    row["error"] = evaluate_settled(trainer.net(), data.train, data.test).error;
  }
  course.write(row, record.losses);
  return row;
}

std::vector<std::string> notes_of(const Options& o) {
  std::vector<std::string> notes = {
      how_findings_are_made(),
      "A seed decides the initial weights and the order of the images; both are the same for all "
      "normalizers. A "
      "third's loss is the mean over its steps of the mini-batch's loss.",
      "Errors are those of evaluation mode. Where a net keeps running statistics they are replaced before "
      "each evaluation, in a copy of the net, by those of 100 batches of 32 training images with the weights "
      "as they are (PreciseBN, arXiv 2105.07576); so neither the first steps nor a late swap suffers from "
      "averages that have not caught up."};
  if (!o.swaps.empty()) {
    notes.push_back(
        "A swap after step t keeps weights and biases of convolutions and linear layers, and the optimizer's "
        "momentum of them. The new normalizer is fresh: gamma 1, beta 0, running statistics at their start, "
        "no momentum. That jolts the training whatever is swapped in; hence the control, a fresh copy of the "
        "same normalizer at the same step. No normalization has no parameters, so its control is no swap. " +
        definitions_of({"swap_shock"}));
  }
  return notes;
}

Report make_report(const Options& o, const std::vector<Json>& rows) {
  const PeriodRuns runs(rows, o.steps);
  Report report;
  report.title = "Periods: " + net_and_data(o);
  report.question =
      "When does a normalizer help: early, late or throughout? And what if it is swapped for another on the "
      "way?";
  report.findings = periods_findings(runs);
  report.charts = periods_charts(runs, net_and_data(o));
  report.tables = {thirds_table(runs), errors_table(runs)};
  if (!runs.swaps().empty()) {
    report.tables.push_back(swaps_table(runs));
    report.tables.push_back(shocks_table(runs));
  }
  report.settings["norms"] = o.norms;
  report.settings["times"] = o.times;
  report.notes = notes_of(o);
  return report;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "periods");
  complete_periods(o);
  const Dataset data = prepared_data(o);
  check_norms(o, data, o.norms);
  check_swaps(o, data);
  Experiment experiment;
  experiment.coordinates = {"norm", "to", "at", "seed"};
  experiment.cells = cells_of(o);
  experiment.settings = settings_of(o);
  experiment.run = [&](const Cell& cell, const ReportProgress& report) {
    return run_cell(o, data, cell, report);
  };
  experiment.report = [&](const std::vector<Json>& rows) { return make_report(o, rows); };
  return run_experiment(o, experiment, command);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "When does a normalizer help? Compares losses and errors by thirds of the training, and swaps "
      "normalizers at "
      "several steps, with the weights kept.",
      "periods");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
