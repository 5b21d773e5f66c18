// How does a normalizer hold up as its batch shrinks?
//
// Trains a small net for every normalizer, batch size and seed, and draws validation error against
// batch size. In the micro-batch protocol the optimizer's batch stays the same and each forward pass
// sees a part of it, so that only the normalization batch varies. In the plain protocol both shrink,
// and the learning rate with them.
#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/report/degenerate.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/stability_charts.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

constexpr std::size_t kOptimizerBatch = 32;

struct Options : CommonOptions {
  std::vector<std::string> norms = {"bn", "gn:c8", "ln", "in", "none"};
  std::vector<std::size_t> batches = {32, 16, 8, 4, 2};
  std::string protocol = "micro-batch";

  bool micro_batch() const { return protocol == "micro-batch"; }
  bool one_class() const { return order == "class-per-batch"; }
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  add_norms_option(app, o.norms);
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
  TrainOptions t = usual_training(o, seed);
  t.batch = o.micro_batch() ? kOptimizerBatch : batch;
  t.norm_batch = batch;
  t.steps = o.steps * kOptimizerBatch / t.batch;
  t.lr = o.lr * static_cast<double>(t.batch) / kOptimizerBatch;
  return t;
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

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["protocol"] = o.protocol;
  settings["optimizer"] = optimizer_text(usual_training(o, 0));
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

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto batch = cell.coordinates.at("batch").get<std::size_t>(),
             seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  const TrainOptions training = training_of(o, batch, seed);
  const TrainRecord record = train(*net, data.train, training, progress_of(training, report));
  return training_row(*net, data.test, record, training);
}

Protocol protocol_of(const Options& o) {
  if (!o.micro_batch()) return Protocol::plain;
  return o.one_class() ? Protocol::one_class : Protocol::micro_batch;
}

Report make_report(const Options& o, const Dataset& data, std::vector<Json> rows) {
  sort_rows(rows, o.norms);
  const StabilityGrid grid = stability_grid(rows, protocol_of(o));
  Report report;
  report.title = "Batch size and stability: " + net_and_data(o);
  report.question = "How does the validation error change as the batch that a normalizer sees shrinks?";
  report.findings = stability_findings(grid);
  const std::string degenerate = degeneracy_text(model_options(o, data, ""), o.norms, o.batches);
  if (!degenerate.empty()) report.findings.push_back(degenerate);
  report.charts = stability_charts(grid, rows, net_and_data(o));
  report.tables = {stability_table(grid)};
  report.settings["norms"] = o.norms;
  report.settings["batches"] = o.batches;
  report.notes = {
      how_findings_are_made(),
      "Validation error is that of the last step's weights on the test images, in evaluation mode (batch "
      "norm "
      "with its running averages). A seed decides the initial weights and the order of the images; it is the "
      "same for all normalizers and batch sizes."};
  return report;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "batch_size_stability");
  check_batches(o);
  const Dataset data = prepared_data(o);
  check_train_images(o);
  check_norms(o, data, o.norms);
  Experiment experiment;
  experiment.coordinates = {"norm", "batch", "seed"};
  experiment.cells = cells_of(o);
  experiment.settings = settings_of(o);
  experiment.run = [&](const Cell& cell, const ReportProgress& report) {
    return run_cell(o, data, cell, report);
  };
  experiment.report = [&](const std::vector<Json>& rows) { return make_report(o, data, rows); };
  return run_experiment(o, experiment, command);
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
