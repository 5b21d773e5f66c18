// How does a normalizer hold up as its batch shrinks?
//
// Trains a small net for every normalizer, batch size and seed, and draws validation error against batch
// size. In the micro-batch protocol the optimizer's batch stays the same and each forward pass sees a part of
// it, so that only the normalization batch varies. In the plain protocol both shrink, and the learning rate
// with them.
#include <cmath>
#include <iostream>

#include "core/check.hpp"
#include "demos/lab/findings.hpp"
#include "demos/lab/interrupt.hpp"
#include "demos/lab/options.hpp"
#include "demos/lab/provenance.hpp"
#include "demos/lab/report.hpp"
#include "demos/lab/results.hpp"
#include "demos/lab/stability_charts.hpp"
#include "demos/lab/sweep.hpp"
#include "demos/lab/trainer.hpp"
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
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  std::string norms = "Normalizers, separated by commas";
  for (const std::string& line : gg::norm_specs()) norms += "\n    " + line;
  app.add_option("--norms", o.norms, norms)->delimiter(',')->capture_default_str();
  app.add_option("--batches", o.batches, "Batch sizes, separated by commas")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--protocol", o.protocol,
                 "micro-batch: steps of 32 images, normalized in parts of each batch size\n"
                 "    plain: steps of each batch size, lr scaled by batch / 32, the same number of images")
      ->check(CLI::IsMember({"micro-batch", "plain"}))
      ->capture_default_str();
}

// Finds mistakes before the first minute is spent.
void check(const Options& o) {
  for (const std::string& norm : o.norms) gg::make_norm(norm, 64);
  for (std::size_t batch : o.batches) {
    GG_CHECK(batch >= 1, "--batches: expected sizes of at least 1, got 0");
    GG_CHECK(!o.micro_batch() || kOptimizerBatch % batch == 0,
             "--batches: in the micro-batch protocol a size must divide ", kOptimizerBatch, ", got ", batch);
  }
}

gg::lab::Json settings_of(const Options& o) {
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

TrainOptions training_of(const Options& o, std::size_t batch, std::uint64_t seed) {
  TrainOptions t;
  t.seed = seed;
  t.batch = o.micro_batch() ? kOptimizerBatch : batch;
  t.norm_batch = batch;
  t.steps = o.steps * kOptimizerBatch / t.batch;
  t.lr = o.lr * static_cast<double>(t.batch) / kOptimizerBatch;
  return t;
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
  Json row = {{"status", record.diverged ? "diverged" : "finished"}};
  if (!record.diverged) {
    const Evaluation evaluation = evaluate(*net, data.test);
    row["validation_error"] = evaluation.error;
    row["validation_loss"] = evaluation.loss;
  }
  row["images_per_second"] = record.images_per_second;
  row["steps_done"] = record.losses.size();
  row["curve"] = curve_json(record.losses, training.batch, kCurvePoints);
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

Report make_report(const Options& o, const std::vector<Json>& rows, const std::string& revision,
                   const std::string& command) {
  const StabilityGrid grid = stability_grid(rows, o.micro_batch() ? Protocol::micro_batch : Protocol::plain);
  Report report;
  report.title = "Batch size and stability: " + o.model + " on " + o.data;
  report.question = "How does the validation error change as the batch that a normalizer sees shrinks?";
  report.findings = stability_findings(grid);
  report.charts = {{"error_by_batch", error_chart(grid, o.data, o.model)},
                   {"training_curves", curves_chart(rows), {960, 640}}};
  report.tables = {stability_table(grid)};
  count_runs(rows, report);
  report.settings = settings_of(o);
  report.notes = {
      how_findings_are_made(),
      "Validation error is that of the last step's weights on the test images, in evaluation mode (batch "
      "norm "
      "with its running averages). A seed decides the initial weights and the order of the images; it is the "
      "same for all normalizers and batch sizes."};
  report.command = command;
  report.date = date_text();
  report.revision = revision;
  return report;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "batch_size_stability");
  check(o);
  const Dataset data = prepared_data(o);
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

  const Report report = make_report(o, results.rows(), revision, shell_text(command));
  std::cout << '\n' << terminal_text(report.tables[0]) << '\n';
  for (const std::string& finding : report.findings) std::cout << "* " << finding << '\n';
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
