// How many groups should group norm have?
//
// Trains a small net from layer norm (one group) to instance norm (one channel a group), by number of groups
// and by channels a group, and draws error and stability of training against either.
#include <algorithm>
#include <numeric>

#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/measure/measure_table.hpp"
#include "demos/lab/measure/norm_variation.hpp"
#include "demos/lab/measure/spikes.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/probe/gradient_norms.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/group_count_charts.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

constexpr std::size_t kWindow = 50;  // steps, of the measures of stability

struct Options : CommonOptions {
  std::vector<std::size_t> groups, channels;  // empty: powers of two that fit to the net
  std::vector<std::string> references = {"bn", "none"};
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  const std::string range =
      ", between layer norm and instance norm, separated by commas (default: the powers "
      "of two that divide the channels of every layer)";
  app.add_option("--groups", o.groups, "Numbers of groups" + range)
      ->delimiter(',')
      ->check(CLI::Range(1, 4096));
  app.add_option("--channels-per-group", o.channels, "Channels a group" + range)
      ->delimiter(',')
      ->check(CLI::Range(1, 4096));
  app.add_option("--references", o.references,
                 "Other normalizers, drawn as lines to compare with, separated by commas; \"\" for none")
      ->delimiter(',')
      ->capture_default_str();
}

// The channels that all normalizers of the net can be divided by.
std::size_t common_channels(const std::string& model) {
  const ModelEntry& entry = model_entry(model);
  std::size_t common = 0;
  for (const ConvLayer& layer : entry.convolutions) common = std::gcd(common, layer.channels);
  for (std::size_t width : entry.hidden) common = std::gcd(common, width);
  return common;
}

std::vector<std::size_t> powers_of_two_up_to(std::size_t most) {
  std::vector<std::size_t> powers;
  for (std::size_t p = 2; p <= most; p *= 2) {
    if (most % p == 0) powers.push_back(p);
  }
  return powers;
}

void settle_sizes(Options& o) {
  for (auto* sizes : {&o.groups, &o.channels}) {
    if (sizes->empty()) *sizes = powers_of_two_up_to(common_channels(o.model));
    std::sort(sizes->begin(), sizes->end());
  }
  o.references.erase(std::remove(o.references.begin(), o.references.end(), ""), o.references.end());
}

std::vector<GroupAxis> axes_of(const Options& o) {
  return {axis_of_groups(o.groups), axis_of_channels(o.channels)};
}

// Every normalizer once, though LN and IN stand on both axes.
std::vector<std::string> norms_of(const Options& o) {
  std::vector<std::string> norms;
  for (const GroupAxis& axis : axes_of(o)) {
    for (const GroupAxis::Place& place : axis.places) {
      const bool shared = place.norm == "ln" || place.norm == "in";
      if (!shared || std::count(norms.begin(), norms.end(), place.norm) == 0) norms.push_back(place.norm);
    }
  }
  norms.insert(norms.end(), o.references.begin(), o.references.end());
  return norms;
}

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  const TrainOptions training = usual_training(o, seed);
  Trainer trainer(*net, data.train, training);
  GradientNorms gradients(1);
  trainer.watch(gradients);
  const TrainRecord record = train(trainer, progress_of(training, report));
  Json row = training_row(*net, data.test, record, training);
  if (has_finished(row) && record.losses.size() > kWindow) {
    row["gradient_variation"] = mean(gradient_norm_variation(whole_gradient_norms(gradients), kWindow));
    row["spike_rate"] = spike_rate(record.losses, kWindow);
  }
  return row;
}

Report make_report(const Options& o, const std::vector<Json>& rows) {
  Report report;
  report.title = "Group sizes from layer norm to instance norm: " + net_and_data(o);
  report.question = "How do error and stability depend on the number of groups, or on the channels a group?";
  report.findings = group_count_findings(rows, axes_of(o));
  report.charts = group_count_charts(rows, axes_of(o), net_and_data(o));
  report.tables = {group_count_table(rows)};
  report.settings["groups"] = o.groups;
  report.settings["channels_per_group"] = o.channels;
  report.notes = {
      how_findings_are_made(),
      "G groups in every layer mean more channels a group in wider layers; K channels a group mean more "
      "groups there. Both run from LN (over all channels) to IN (one channel a group).",
      "Validation error is that of the last step's weights on the test images. " +
          definitions_of({"gradient_norm_variation", "spike_rate"}) + " Windows have " + gg::text(kWindow) +
          " steps; the variation, of the gradient of all parameters, is averaged over the windows, and the "
          "spikes are shown in percent."};
  return report;
}

std::vector<std::string> norms_on(const GroupAxis& axis) {
  std::vector<std::string> norms;
  for (const GroupAxis::Place& place : axis.places) norms.push_back(place.norm);
  return norms;
}

void check_sizes(const Options& o, const Dataset& data) {
  check_no_repeats("--groups", o.groups);
  check_no_repeats("--channels-per-group", o.channels);
  check_norms(o, data, norms_on(axis_of_groups(o.groups)), "--groups");
  check_norms(o, data, norms_on(axis_of_channels(o.channels)), "--channels-per-group");
  check_norms(o, data, o.references, "--references");
  for (const GroupAxis& axis : axes_of(o)) {
    for (const std::string& norm : norms_on(axis))
      GG_CHECK(std::count(o.references.begin(), o.references.end(), norm) == 0, "--references: ", norm,
               " is on the axis of the ", axis.before, " already");
  }
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["optimizer"] = optimizer_text(usual_training(o, 0));
  return settings;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "group_count");
  settle_sizes(o);
  const Dataset data = prepared_data(o);
  check_sizes(o, data);
  Experiment experiment;
  experiment.coordinates = {"norm", "seed"};
  experiment.cells = cells_by_seed(norms_of(o), o.seeds);
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
      "How many groups should group norm have? Trains a small net from layer norm to instance norm, and "
      "draws "
      "error and stability of training against the size of the groups.",
      "group_count");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
