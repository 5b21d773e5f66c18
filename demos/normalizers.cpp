// Which normalizer, for which batch, and at what cost?
//
// Trains a small net with every normalizer there is, at an ordinary and at a small normalization batch, and
// shows error, stability, speed and memory side by side. Steps use 32 images; each forward pass sees a part
// of them of the normalization batch's size.
#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/measure/cost.hpp"
#include "demos/lab/measure/measure_table.hpp"
#include "demos/lab/measure/norm_variation.hpp"
#include "demos/lab/measure/spikes.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/probe/gradient_norms.hpp"
#include "demos/lab/report/degenerate.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/normalizer_chart.hpp"
#include "demos/lab/report/normalizer_findings.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/text.hpp"
#include "demos/lab/train/training_row.hpp"
#include "layers/make_norm.hpp"

namespace {

using namespace gg::lab;

// All there are, and two behind layers with standardized weights.
std::vector<std::string> whole_family() {
  std::vector<std::string> norms = gg::usual_norms();
  norms.insert(norms.end(), {"ws+gn:c8", "ws+bcn:c8"});
  return norms;
}

struct Options : CommonOptions {
  std::vector<std::string> norms = whole_family();
  std::vector<std::size_t> batches = {32, 2};
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  add_norms_option(app, o.norms);
  app.add_option("--batches", o.batches, "Normalization batches, separated by commas; divisors of 32")
      ->delimiter(',')
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
}

TrainOptions training_of(const Options& o, std::size_t batch, std::uint64_t seed) {
  TrainOptions training = usual_training(o, seed);
  training.norm_batch = batch;
  return training;
}

void check_batches(const Options& o) {
  check_no_repeats("--batches", o.batches);
  for (std::size_t batch : o.batches) {
    const std::size_t all = training_of(o, batch, 0).batch;
    GG_CHECK(all % batch == 0, "--batches: a size must divide ", all, ", got ", batch);
    GG_CHECK(all <= o.train_images, "--train-images: expected at least one batch of ", all, ", got ",
             o.train_images);
  }
}

// Steps of a window of the measures of stability: 50, or a quarter of a short training.
std::size_t window_of(const Options& o) { return std::min<std::size_t>(50, o.steps / 4); }

CostOptions cost_rounds(const Options& o) { return o.quick ? CostOptions{3, 2} : CostOptions(); }

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["optimizer"] = optimizer_text(usual_training(o, 0));
  settings["protocol"] = "micro-batch, steps of " + gg::text(TrainOptions().batch) + " images";
  settings["window"] = window_of(o);
  settings["cost_rounds"] = cost_rounds(o).rounds;
  settings["cost_steps"] = cost_rounds(o).steps;
  return settings;
}

// All runs of a seed before those of the next, so that an unfinished sweep is worth looking at. Normalizers
// that look at one image at a time are trained at the largest batch only, which stands for all.
std::vector<Cell> cells_of(const Options& o) {
  std::vector<Cell> cells;
  const std::size_t largest = *std::max_element(o.batches.begin(), o.batches.end());
  const auto add = [&](const std::string& measure, std::size_t seed) {
    for (std::size_t batch : o.batches) {
      for (const std::string& norm : o.norms) {
        if (measure == "cost" || batch == largest || gg::norm_sees_batch(norm))
          cells.push_back({{{"measure", measure}, {"norm", norm}, {"batch", batch}, {"seed", seed}}});
      }
    }
  };
  for (std::size_t seed = 0; seed < o.seeds; ++seed) add("training", seed);
  add("cost", 0);
  return cells;
}

void add_stability(const Options& o, const Curve& losses, const GradientNorms& probe, Json& row) {
  const std::size_t window = window_of(o);
  if (row["status"] != "finished" || window < 3) return;
  row["spike_rate"] = spike_rate(losses, window);
  row["gradient_variation"] = mean(gradient_norm_variation(whole_gradient_norms(probe), window));
}

Json trained(const Options& o, const Dataset& data, const std::string& norm, const TrainOptions& training,
             const ReportProgress& report) {
  const gg::ModulePtr net = prepared_model(o, data, norm, training.seed);
  GradientNorms norms(1);
  Trainer trainer(*net, data.train, training);
  trainer.watch(norms);
  const TrainRecord record = train(trainer, progress_of(training, report));
  Json row = training_row(*net, data.test, record, training);
  row.erase("curve");
  add_stability(o, record.losses, norms, row);
  return row;
}

Json cost(const Options& o, const Dataset& data, const std::string& norm, const TrainOptions& training) {
  const auto net = [&] { return prepared_model(o, data, norm, training.seed); };
  const auto reference = [&] { return prepared_model(o, data, "none", training.seed); };
  const SpeedRatio speed = speed_ratio(net, reference, data.train, training, cost_rounds(o));
  const auto bytes = training_bytes(net, data.train, training),
             usual = training_bytes(reference, data.train, training);
  Json row = {{"speed_ratio", speed.median},
              {"speed_low", speed.lower_quartile},
              {"speed_high", speed.upper_quartile},
              {"memory_ratio", nullptr}};
  if (bytes && usual) {
    row["memory_ratio"] = static_cast<double>(*bytes) / static_cast<double>(*usual);
    row["memory_bytes"] = *bytes;
  }
  return row;
}

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const Json& at = cell.coordinates;
  const TrainOptions training =
      training_of(o, at.at("batch").get<std::size_t>(), at.at("seed").get<std::size_t>());
  if (at.at("measure") == "cost") return cost(o, data, at.at("norm"), training);
  return trained(o, data, at.at("norm"), training, report);
}

std::string describe(const Json& row) {
  if (row.at("measure") != "cost" || row.at("status") != "finished") return describe_training(row);
  const Json& memory = row.at("memory_ratio");
  return fixed(row.at("speed_ratio"), 2) + " times the speed of none" +
         (memory.is_null() ? "" : ", " + fixed(memory, 2) + " times the memory");
}

Report make_report(const Options& o, const Dataset& data, const std::vector<Json>& rows) {
  const NormalizerScores scores(rows);
  Report report;
  report.title = "Normalizers: " + net_and_data(o);
  report.question =
      "Which normalizer has the lowest error at an ordinary and at a small batch, and what does it cost in "
      "stability, speed and memory?";
  report.findings = normalizer_findings(scores);
  const std::string degenerate = degeneracy_text(model_options(o, data, ""), o.norms, o.batches);
  if (!degenerate.empty()) report.findings.push_back(degenerate);
  if (const auto chart = normalizer_chart(scores, net_and_data(o))) report.charts = {*chart};
  report.tables = {normalizer_table(scores)};
  report.settings["norms"] = o.norms;
  report.settings["batches"] = o.batches;
  report.notes = {
      how_findings_are_made(),
      "Validation error is that of the last step's weights on the test images, in evaluation mode. A seed "
      "decides the initial weights and the order of the images, the same for all normalizers and batches.",
      definitions_of({"seed_spread", "spike_rate", "gradient_norm_variation"}) +
          " The seed range is in points, spikes are in percent, and the variation, of the gradient of all "
          "parameters, is averaged over windows. A window has " +
          gg::text(window_of(o)) + " steps.",
      "Normalizers that look at one image at a time are trained at the largest batch, which stands for all; "
      "those "
      "over groups of images (ghost, ecn) take the whole batch where it is smaller than a group.",
      definitions_of({"speed_ratio", "training_bytes"}) +
          " Both are shown over those of a net without normalizers; of the speed only the ratio is meant. "
          "That "
          "of memory can be below 1: layers that run norm and ReLU in one go need no array for what lies "
          "between, which a net without normalizers has."};
  return report;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "normalizers");
  const Dataset data = prepared_data(o);
  check_batches(o);
  check_norms(o, data, o.norms);
  Experiment experiment;
  experiment.coordinates = {"measure", "norm", "batch", "seed"};
  experiment.cells = cells_of(o);
  experiment.settings = settings_of(o);
  experiment.describe = describe;
  experiment.run = [&](const Cell& cell, const ReportProgress& report) {
    return run_cell(o, data, cell, report);
  };
  experiment.report = [&](const std::vector<Json>& rows) { return make_report(o, data, rows); };
  return run_experiment(o, experiment, command);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Which normalizer, for which batch, and at what cost? Trains small nets with every normalizer there "
      "is, and "
      "shows error, stability, speed and memory side by side.",
      "normalizers");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
