// How does a normalizer bear a training that is disturbed?
//
// Trains a small net for every normalizer, distortion and seed, and draws how the validation error rises.
// Distortions are noise added after each normalizer and before the ReLU (the two of Gunawan, Yin and Zhang,
// 2022, arXiv 2207.01972, and a sweep of strengths), dropout after each ReLU, and noise on the images.
#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/report/distortion_charts.hpp"
#include "demos/lab/report/distortion_findings.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/train/distortion.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

struct Options : CommonOptions {
  std::vector<std::string> norms = {"bn", "gn:c8", "gnplus:c8", "ln", "none"};
  std::vector<std::string> kinds = {"noise", "dropout", "input"};
  std::vector<double> strengths = {0.25, 0.5, 1.5}, dropouts = {0.1, 0.3, 0.5}, input_noises = {0.5, 1, 2};
  std::string granularity = "group";
  std::size_t noise_group = 8;

  bool has_kind(const std::string& kind) const {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  }
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  add_norms_option(app, o.norms);
  app.add_option("--kinds", o.kinds,
                 "Distortions, separated by commas\n"
                 "    noise: Gaussian, after each norm: the published small N(0.001, 1.001) and big\n"
                 "        N(0.5, 1.25), and --strengths\n"
                 "    dropout: after each ReLU\n"
                 "    input: Gaussian, on the training images")
      ->delimiter(',')
      ->check(CLI::IsMember({"noise", "dropout", "input"}))
      ->capture_default_str();
  app.add_option("--strengths", o.strengths, "Standard deviations of further noise after each norm, mean 0")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--granularity", o.granularity,
                 "What shares one number of the noise after a norm\n"
                 "    group: the channels of a group of a sample, as published\n"
                 "    channel: the positions of a channel of a sample\n"
                 "    element: nothing")
      ->check(CLI::IsMember({"group", "channel", "element"}))
      ->capture_default_str();
  app.add_option("--noise-group", o.noise_group, "Channels of a group of the noise, for every normalizer")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_option("--dropouts", o.dropouts, "Probabilities of dropout")->delimiter(',')->capture_default_str();
  app.add_option("--input-noises", o.input_noises,
                 "Noise on the training images, in standard deviations of the set's pixels")
      ->delimiter(',')
      ->capture_default_str();
}

void add_ladder(std::vector<std::string>& list, const std::string& option, const std::string& kind,
                const std::vector<double>& strengths) {
  check_no_repeats(option, strengths);
  for (double strength : strengths) {
    list.push_back(kind + ":" + gg::text(strength));
    try {
      distortion_named(list.back());
    } catch (const gg::Error& error) {
      gg::fail_with(option, ": ", error.what());
    }
  }
}

// Throws where an option holds what is not a strength.
std::vector<std::string> distortions_of(const Options& o) {
  check_no_repeats("--kinds", o.kinds);
  std::vector<std::string> list = {"none"};
  if (o.has_kind("noise")) {
    list.insert(list.end(), {"small", "big"});
    add_ladder(list, "--strengths", "noise", o.strengths);
  }
  if (o.has_kind("dropout")) add_ladder(list, "--dropouts", "dropout", o.dropouts);
  if (o.has_kind("input")) add_ladder(list, "--input-noises", "input", o.input_noises);
  return list;
}

void check_noise(const Options& o) {
  GG_CHECK(!o.has_kind("input") || o.augmentation.noise == 0,
           "--noise: the images are to be noisy by --input-noises already; leave input out of --kinds");
  if (o.granularity != "group" || !o.has_kind("noise")) return;
  const ModelEntry& entry = model_entry(o.model);
  std::vector<std::size_t> channels = entry.hidden;
  for (const ConvLayer& layer : entry.convolutions) channels.push_back(layer.channels);
  for (std::size_t C : channels)
    GG_CHECK(C % o.noise_group == 0, "--noise-group: expected to divide the ", C, " channels of a layer of ",
             o.model, ", got ", o.noise_group);
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["optimizer"] = optimizer_text(usual_training(o, 0));
  settings["batch"] = TrainOptions().batch;
  settings["granularity"] = o.granularity;
  if (o.granularity == "group") settings["noise_group"] = o.noise_group;
  return settings;
}

std::vector<Cell> cells_of(const Options& o) {
  std::vector<Cell> cells;
  for (std::size_t seed = 0; seed < o.seeds; ++seed) {
    for (const std::string& distortion : distortions_of(o)) {
      for (const std::string& norm : o.norms)
        cells.push_back({{{"norm", norm}, {"distortion", distortion}, {"seed", seed}}});
    }
  }
  return cells;
}

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  TrainOptions training = usual_training(o, seed);
  distort(*net, training, distortion_named(cell.coordinates.at("distortion")),
          {granularity_named(o.granularity), o.noise_group, seed});
  const TrainRecord record = train(*net, data.train, training, progress_of(training, report));
  return training_row(*net, data.test, record, training);
}

std::string noise_note(const Options& o) {
  const std::string shared = o.granularity == "group"
                                 ? "each sample and group of " + gg::text(o.noise_group) + " channels"
                             : o.granularity == "channel" ? "each sample and channel"
                                                          : "each element";
  return "Noise: one Gaussian number for " + shared +
         ", drawn anew in every forward pass of the training, is added to the output of every normalizer, "
         "before the ReLU: small noise has mean 0.001 and standard deviation 1.001, big noise 0.5 and 1.25, "
         "noise S has 0 and S. (The paper's authors add theirs to each sample and each of 32 groups of "
         "channels, "
         "for batch norm as for group norm.) Dropout acts after every ReLU; noise on the images is in "
         "standard "
         "deviations of the set's pixels. All act in training only: errors are those of the undisturbed net.";
}

Report make_report(const Options& o, const std::vector<Json>& rows) {
  const DistortedRuns runs(rows);
  Report report;
  report.title = "Distortion: " + net_and_data(o);
  report.question = "How much does the validation error rise when the training is disturbed, by normalizer?";
  report.findings = distortion_findings(runs);
  report.charts = distortion_charts(runs, net_and_data(o));
  report.tables = {rise_table(runs), distorted_error_table(runs)};
  report.settings["norms"] = o.norms;
  report.settings["distortions"] = distortions_of(o);
  report.notes = {
      how_findings_are_made(),
      "A rise is a run's error less that of the run without distortion of the same normalizer and "
      "seed, in points: both have the same initial weights and order of images. "
      "It ends where the error is that of guessing: rises close to that say little.",
      noise_note(o)};
  return report;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "distortion");
  distortions_of(o);
  check_noise(o);
  const Dataset data = prepared_data(o);
  check_norms(o, data, o.norms);
  Experiment experiment;
  experiment.coordinates = {"norm", "distortion", "seed"};
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
      "How does a normalizer bear a training that is disturbed? Trains small nets with noise after each "
      "norm, "
      "dropout or noisy images, and draws how the validation error rises.",
      "distortion");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
