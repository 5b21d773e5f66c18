// How does a normalizer hold up as its batch shrinks?
//
// Trains a small net for every normalizer, batch size and seed, and draws validation error against
// batch size. In the micro-batch protocol the optimizer's batch stays the same and each forward pass
// sees a part of it, so that only the normalization batch varies. In the plain protocol both shrink,
// and the learning rate with them.
#include <algorithm>
#include <cmath>
#include <iostream>

#include "core/check.hpp"
#include "demos/lab/options.hpp"
#include "demos/lab/profile.hpp"
#include "demos/lab/report/degenerate.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/report.hpp"
#include "demos/lab/report/stability_charts.hpp"
#include "demos/lab/sweep/interrupt.hpp"
#include "demos/lab/sweep/results.hpp"
#include "demos/lab/sweep/sweep.hpp"
#include "demos/lab/text.hpp"
#include "demos/lab/train/trainer.hpp"
#include "layers/make_norm.hpp"

namespace {

using namespace gg::lab;

constexpr std::size_t kOptimizerBatch = 32;
constexpr std::size_t kCurvePoints = 50;  // of a training curve in the results

struct Options : CommonOptions {
  std::vector<std::string> norms = {"bn", "gn:c8", "ln", "in", "none"};
  std::vector<std::size_t> batches = {32, 16, 8, 4, 2};
  std::string protocol = "micro-batch";

  bool micro_batch() const { return protocol == "micro-batch"; }
  bool one_class() const { return order == "class-per-batch"; }
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  std::string norms = "Normalizers, separated by commas";
  for (const std::string& line : gg::norm_specs()) norms += "\n    " + line;
  app.add_option("--norms", o.norms, norms)->delimiter(',')->capture_default_str();
  app.add_option("--batches", o.batches, "Batch sizes, separated by commas")
      ->delimiter(',')
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_option("--protocol", o.protocol,
                 "micro-batch: steps of 32 images, normalized in parts of each batch size\n"
                 "    plain: steps of each batch size, lr scaled by batch / 32, the same number of images")
      ->check(CLI::IsMember({"micro-batch", "plain"}))
      ->capture_default_str();
}

TrainOptions training_of(const Options& o, std::size_t batch, std::uint64_t seed) {
  TrainOptions t;
  t.seed = seed;
  t.batch = o.micro_batch() ? kOptimizerBatch : batch;
  t.norm_batch = batch;
  t.steps = o.steps * kOptimizerBatch / t.batch;
  t.lr = o.lr * static_cast<double>(t.batch) / kOptimizerBatch;
  t.sampler = sampler_named(o.order);
  t.augmentation = o.augmentation;
  return t;
}

template <class T>
void check_no_repeats(const std::string& option, const std::vector<T>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool repeated = std::count(values.begin(), values.end(), values[i]) > 1;
    GG_CHECK(!repeated, option, ": ", values[i], " is there twice");
  }
}

void check_batches(const Options& o) {
  check_no_repeats("--batches", o.batches);
  for (std::size_t batch : o.batches) {
    GG_CHECK(!o.micro_batch() || kOptimizerBatch % batch == 0,
             "--batches: in the micro-batch protocol a size must divide ", kOptimizerBatch, ", got ", batch);
    const TrainOptions training = training_of(o, batch, 0);
    GG_CHECK(training.steps >= 1, "--batches: ", o.steps, " steps of ", kOptimizerBatch,
             " images are not one step of ", batch);
  }
}

void check_train_images(const Options& o) {
  for (std::size_t batch : o.batches) {
    const std::size_t least = training_of(o, batch, 0).batch;
    GG_CHECK(least <= o.train_images, "--train-images: expected at least one batch of ", least, ", got ",
             o.train_images);
  }
}

// Builds every net once.
void check_norms(const Options& o, const Dataset& data) {
  check_no_repeats("--norms", o.norms);
  for (const std::string& norm : o.norms) {
    try {
      prepared_model(o, data, norm, 0);
    } catch (const gg::Error& error) {
      gg::fail_with("--norms: ", norm, " does not fit to ", o.model, ": ", error.what());
    }
  }
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["protocol"] = o.protocol;
  settings["optimizer"] = "SGD, momentum 0.9, weight decay 1e-4, cosine schedule to 0";
  return settings;
}

// All runs of a seed before those of the next, so that an unfinished sweep is worth looking at.
std::vector<Cell> cells_of(const Options& o) {
  std::vector<Cell> cells;
  for (std::size_t seed = 0; seed < o.seeds; ++seed) {
    for (std::size_t batch : o.batches) {
      for (const std::string& norm : o.norms)
        cells.push_back({{{"norm", norm}, {"batch", batch}, {"seed", seed}}});
    }
  }
  return cells;
}

Json run_cell(const Options& o, const Dataset& data, const std::string& revision, const Cell& cell,
              const ReportProgress& report) {
  const auto batch = cell.coordinates.at("batch").get<std::size_t>(),
             seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  const TrainOptions training = training_of(o, batch, seed);
  const TrainRecord record = train(*net, data.train, training, [&](std::size_t step) {
    report({static_cast<long>(step), static_cast<long>(training.steps),
            static_cast<double>(step * training.batch)});
  });
  Json row = {{"status", "diverged"}};
  const Evaluation evaluation = record.diverged ? Evaluation() : evaluate(*net, data.test);
  if (!record.diverged && std::isfinite(evaluation.loss)) {
    row = {
        {"status", "finished"}, {"validation_error", evaluation.error}, {"validation_loss", evaluation.loss}};
  }
  row["images_per_second"] = record.images_per_second;
  row["steps_done"] = record.losses.size();
  row["curve"] = curve_json(record.losses, training.steps, training.batch, kCurvePoints);
  row["run_settings"] = settings_of(o);
  row["revision"] = revision;
  return row;
}

std::string describe(const Json& row) {
  if (row.at("status") == "diverged") return "diverged";
  if (row.at("status") != "finished") return "crashed: " + row.value("reason", "");
  return "error " + gg::text(row.at("validation_error").get<double>()) + " %, " +
         gg::text(std::round(row.at("images_per_second").get<double>())) + " images/s";
}

Report make_report(const Options& o, const Dataset& data, std::vector<Json> rows, const std::string& revision,
                   const std::string& command) {
  sort_rows(rows, o.norms);
  const bool same_steps = o.micro_batch() && !o.one_class();
  const StabilityGrid grid = stability_grid(rows, same_steps ? Protocol::micro_batch : Protocol::plain);
  Report report;
  report.title = "Batch size and stability: " + net_and_data(o);
  report.question = "How does the validation error change as the batch that a normalizer sees shrinks?";
  report.findings = stability_findings(grid);
  const std::string degenerate = degeneracy_text(model_options(o, data, ""), o.norms, o.batches);
  if (!degenerate.empty()) report.findings.push_back(degenerate);
  report.charts = stability_charts(grid, rows, net_and_data(o));
  report.tables = {stability_table(grid)};
  count_runs(rows, report);
  report.settings = settings_of(o);
  report.settings["norms"] = o.norms;
  report.settings["batches"] = o.batches;
  report.settings["seeds"] = o.seeds;
  report.notes = {
      how_findings_are_made(),
      "Validation error is that of the last step's weights on the test images, in evaluation mode (batch "
      "norm "
      "with its running averages). A seed decides the initial weights and the order of the images; it is the "
      "same for all normalizers and batch sizes."};
  if (o.one_class()) {
    report.notes.push_back(
        "Each normalization batch holds one class. In the micro-batch protocol a smaller one therefore mixes "
        "more classes into a step, which changes the gradients of every normalizer.");
  }
  if (o.quick)
    report.notes.push_back("This was a quick run (--quick): too little training to conclude anything from.");
  report.command = command;
  report.date = date_text();
  report.revision = revision;
  return report;
}

void print_findings(const Report& report) {
  std::cout << '\n' << terminal_text(report.tables[0]) << '\n';
  const std::size_t width = is_live_terminal() ? terminal_width() : SIZE_MAX;
  for (const std::string& finding : report.findings)
    std::cout << wrapped("* " + finding, width, "  ") << '\n';
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "batch_size_stability");
  check_batches(o);
  const Dataset data = prepared_data(o);
  check_train_images(o);
  check_norms(o, data);
  if (o.profile) {
    const Cell first = cells_of(o).front();
    profile("one training of " + net_and_data(o) + ", " + first.name(), o.out,
            [&] { run_cell(o, data, "", first, [](const CellProgress&) {}); });
    return 0;
  }
  ResultsFile results(o.out, settings_of(o), {"norm", "batch", "seed"}, o.resume);
  if (!results.warning().empty()) std::cerr << results.warning() << '\n';

  const std::string revision = git_revision(GROUPGRAD_SOURCE_DIR);
  const std::vector<Cell> cells = cells_of(o), missing = results.missing(cells);
  Progress::Options display;
  display.total = cells.size();
  display.already_finished = cells.size() - missing.size();
  display.describe = describe;
  Progress progress(std::cout, is_live_terminal(), display);
  const SweepOutcome outcome = run_sweep(
      missing,
      [&](const Cell& cell, const ReportProgress& report) {
        return run_cell(o, data, revision, cell, report);
      },
      [&](const Json& row) { results.append(row); }, progress, o.jobs);
  if (outcome.interrupted) {
    std::cerr << how_to_resume(outcome, o.out, command) << '\n';
    return interrupted_exit_code;
  }

  const Report report = make_report(o, data, results.rows(), revision, shell_text(command));
  print_findings(report);
  std::cout << "\nReport: " << std::filesystem::absolute(write_report(report, o.out)).string() << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "How does a normalizer hold up as its batch shrinks? Trains small nets for every normalizer, batch "
      "size "
      "and seed, and draws validation error against batch size.",
      "batch_size_stability");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
