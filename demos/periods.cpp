// When does a normalizer help?
//
// Trains a deep little net with each normalizer and without, at one learning rate and at the several of
// Gunawan, Yin and Zhang (2022, arXiv 2207.01972), and compares losses, errors and the bands of the losses
// over the rates by thirds of the training. Then it intervenes: at step t the normalizer is swapped for
// another, the weights kept, and the final error is drawn against t.
#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/measure/measure_table.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/probe/band_row.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/period_bands.hpp"
#include "demos/lab/report/periods_charts.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/text.hpp"
#include "demos/lab/train/course.hpp"
#include "demos/lab/train/settled.hpp"
#include "demos/lab/train/swap.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

struct Options : CommonOptions {
  std::vector<std::string> norms = {"bn", "gn:c8", "none"}, swap_texts;
  std::vector<std::size_t> times, eval_at;                     // empty: shares of the steps
  std::vector<double> rates = {1e-4, 2e-4, 3e-4, 4e-4, 5e-4};  // of Adam, for the bands
  bool no_swaps = false, no_bands = false;
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
  app.add_option("--rates", o.rates, "Learning rates of the loss bands, for Adam, separated by commas")
      ->delimiter(',')
      ->capture_default_str();
  app.add_flag("--no-bands", o.no_bands, "Leave out the loss bands over learning rates");
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
  check_band_rates(o.rates);
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

TrainOptions training_of(const Options& o, std::uint64_t seed) {
  TrainOptions training = usual_training(o, seed);
  training.decay = Decay::constant;
  return training;
}

TrainOptions band_training_of(const Options& o, double lr, std::uint64_t seed) {
  TrainOptions training = training_of(o, seed);
  training.algorithm = Algorithm::adam;
  training.lr = lr;
  return training;
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["optimizer"] = optimizer_text(training_of(o, 0));
  settings["optimizer_of_bands"] = optimizer_text(band_training_of(o, 0, 0));
  settings["eval_at"] = o.eval_at;
  return settings;
}

std::vector<Cell> cells_of(const Options& o) {
  std::vector<Cell> cells;
  const auto add = [&](const char* part, const Swap& swap, std::size_t at, double lr, std::size_t seed) {
    cells.push_back(
        {{{"part", part}, {"norm", swap.from}, {"to", swap.to}, {"at", at}, {"lr", lr}, {"seed", seed}}});
  };
  for (std::size_t seed = 0; seed < o.seeds; ++seed) {
    for (const std::string& norm : o.norms) add("course", {norm, norm}, 0, o.lr, seed);
    for (const std::string& norm : o.norms) {
      for (std::size_t i = 0; i < o.rates.size() && !o.no_bands; ++i)
        add("band", {norm, norm}, 0, o.rates[i], seed);
    }
    for (const Swap& swap : o.swaps) {
      for (std::size_t at : o.times) add("course", swap, at, o.lr, seed);
    }
  }
  return cells;
}

Course course_of(const Options& o, const Dataset& data, const Json& at) {
  return {{o.steps, o.eval_at, at.at("at"), prepared_model(o, data, at.at("to"), at.at("seed")),
           prepared_model(o, data, "none", 0)},
          data};
}

// One of the trainings that make a band.
Json run_at_rate(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  const TrainOptions training = band_training_of(o, cell.coordinates.at("lr"), seed);
  Json row = train_for_band(*net, data, training, progress_of(training, report));
  row.erase("curve");
  return row;
}

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  if (cell.coordinates.at("part") == "band") return run_at_rate(o, data, cell, report);
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  const TrainOptions training = training_of(o, seed);
  Course course = course_of(o, data, cell.coordinates);
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
  if (!o.no_bands) {
    notes.push_back(
        definitions_of({"rate_band"}) + " The loss bands here are over " +
        count_text(o.rates.size(), "rate") + " of " + optimizer_text(band_training_of(o, 0, 0)) +
        ", of the mini-batch's loss from step 2 on. A band's position in a third is the mean of the "
        "loss over its steps and the rates; a band lies ahead where its position is lower.");
  }
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
  const PeriodRuns runs(rows_where(rows, "part", "course"), o.steps);
  const std::vector<NormBands> bands = rate_bands(rows, o.rates);
  Report report;
  report.title = "Periods: " + net_and_data(o);
  report.question =
      "When does a normalizer help: early, late or throughout? And what if it is swapped for another on the "
      "way?";
  report.findings = period_band_findings(bands, count_text(o.rates.size(), "rate") + " of Adam");
  for (const std::string& finding : periods_findings(runs)) report.findings.push_back(finding);
  report.charts = period_band_charts(bands, net_and_data(o));
  for (const NamedChart& chart : periods_charts(runs, net_and_data(o))) report.charts.push_back(chart);
  report.tables = {thirds_table(runs), errors_table(runs)};
  if (!bands.empty()) report.tables.insert(report.tables.begin(), period_band_table(bands));
  if (!runs.swaps().empty()) {
    report.tables.push_back(swaps_table(runs));
    report.tables.push_back(shocks_table(runs));
  }
  report.settings["norms"] = o.norms;
  report.settings["times"] = o.times;
  report.settings["rates"] = o.rates;
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
  experiment.coordinates = {"part", "norm", "to", "at", "lr", "seed"};
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
