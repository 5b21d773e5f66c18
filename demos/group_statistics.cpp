// What does a normalizer see while a net trains?
//
// Trains a net for every normalizer and seed and watches it from inside: mean and standard deviation of each
// group of every norm's input, percentiles of that input, gamma and beta, and whatever other probes are asked
// for. In the end it shows one image to the net and keeps what the first norm makes of it, group by group.
#include <algorithm>

#include "core/autograd.hpp"
#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/probe/norm_watch.hpp"
#include "demos/lab/probe/probe_row.hpp"
#include "demos/lab/report/group_statistics.hpp"
#include "demos/lab/report/probe_charts.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/rounding.hpp"
#include "demos/lab/train/places.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

constexpr std::size_t kUsualObservations = 60, kMostObservations = 300;
constexpr std::size_t kMostPixels = 16;  // of the height and width of a feature map that is kept
constexpr std::size_t kGroups = 8;       // of normalizers that have none

struct Options : CommonOptions {
  std::vector<std::string> norms = {"gn:c8", "bn", "none"};
  std::vector<std::string> probes = {"group_statistics", "percentiles", "affine"};  // these always watch
  std::size_t every = 0, image = 0;

  Options() { model = "conv8"; }
};

std::string probes_help() {
  std::string help =
      "Probes, separated by commas, or all; group_statistics, percentiles and affine always watch";
  for (const ProbeEntry& entry : probe_table()) help += "\n    " + entry.name + ": " + entry.description;
  return help;
}

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  add_norms_option(app, o.norms);
  app.get_option("--norms")->description("The first is the one whose groups are drawn. " +
                                         app.get_option("--norms")->get_description());
  app.add_option("--probes", o.probes, probes_help())->delimiter(',')->capture_default_str();
  app.add_option("--every", o.every,
                 "Steps from one look to the next (default: what gives about " +
                     gg::text(kUsualObservations) + " looks)")
      ->check(CLI::Range(1, 10000000));
  app.add_option("--image", o.image, "Which of the test images, from 0, is shown with its groups")
      ->check(CLI::Range(0, 100000000))
      ->capture_default_str();
}

// Turns "all" into all names.
void settle_probes(Options& o) {
  check_no_repeats("--probes", o.probes);
  if (o.probes == std::vector<std::string>{"all"}) {
    o.probes.clear();
    for (const ProbeEntry& entry : probe_table()) o.probes.push_back(entry.name);
  }
  for (const std::string& name : o.probes) {
    try {
      probe_entry(name);
    } catch (const gg::Error& error) {
      gg::fail_with("--probes: ", error.what());
    }
  }
}

// Those of the probes asked for that record one number a layer.
std::vector<const ProbeEntry*> scalar_probes(const Options& o) {
  std::vector<const ProbeEntry*> entries;
  for (const ProbeEntry& entry : probe_table()) {
    const bool wanted = std::count(o.probes.begin(), o.probes.end(), entry.name) > 0;
    if (wanted && !entry.quantities.empty()) entries.push_back(&entry);
  }
  return entries;
}

void settle_watching(Options& o, const Dataset& data) {
  if (o.every == 0) o.every = std::max<std::size_t>(1, o.steps / kUsualObservations);
  const std::size_t looks = (o.steps + o.every - 1) / o.every;
  GG_CHECK(looks <= kMostObservations, "--every: expected at most ", kMostObservations, " looks, got ", looks,
           " with every ", o.every, " of ", o.steps, " steps");
  GG_CHECK(o.image < data.test.count, "--image: ", o.data, " has ", data.test.count,
           " test images, numbered from 0, got ", o.image);
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["every"] = o.every;
  settings["image"] = o.image;
  settings["optimizer"] = optimizer_text(usual_training(o, 0));
  for (const ProbeEntry* entry : scalar_probes(o)) settings["probes"].push_back(entry->name);
  return settings;
}

// One image as a batch of its own.
Batch batch_of(const Images& images, std::size_t index) {
  const auto first = images.pixels.begin() + static_cast<std::ptrdiff_t>(index * images.image_size());
  return {{1, images.channels, images.height, images.width},
          {first, first + static_cast<std::ptrdiff_t>(images.image_size())},
          {images.labels[index]}};
}

// An (1, C, *spatial) array as C maps of at most kMostPixels to a side.
Images maps_of(const gg::Tensor& x) {
  Images maps;
  maps.count = x.size(1);
  maps.height = x.dim() > 2 ? x.size(2) : 1;
  maps.width = x.dim() > 3 ? x.size(3) : 1;
  maps.pixels.assign(x.data(), x.data() + x.numel());
  maps.labels.assign(maps.count, 0);
  return resize(maps, std::min(maps.height, kMostPixels), std::min(maps.width, kMostPixels));
}

Json maps_json(const Images& maps) {
  return {{"height", maps.height},
          {"width", maps.width},
          {"channels", maps.count},
          {"values", rounded({maps.pixels.begin(), maps.pixels.end()})}};
}

// The image, what comes out of the net's first norm for it in evaluation mode, and mean and standard
// deviation of each group of what goes in.
Json shown_image(gg::Module& net, const Images& images, std::size_t index) {
  const Batch batch = batch_of(images, index);
  const auto [layer, norm] = norm_places(net).front();
  GroupStatistics groups(1, kGroups);
  const TrainingStep only{1, net, batch, 0};
  net.eval();
  const gg::NoGrad values_only;
  groups.before_step(only);
  gg::Tensor normalized;
  const auto hook = norm->register_forward_hook([&](gg::Module&, const gg::Tensor&, const gg::Tensor& y) {
    normalized = y;
    return gg::Tensor();
  });
  const gg::Tensor x(batch.shape, {batch.pixels.begin(), batch.pixels.end()});
  net(x);
  norm->remove_forward_hook(hook);
  groups.after_backward(only);
  return {{"index", index},
          {"label", batch.labels[0]},
          {"image", maps_json(maps_of(x))},
          {"features", maps_json(maps_of(normalized))},
          {"mean", rounded(series(groups, layer, "mean").values.at(0))},
          {"sd", rounded(series(groups, layer, "sd").values.at(0))}};
}

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  const TrainOptions training = usual_training(o, seed);
  Trainer trainer(*net, data.train, training);
  const NormWatch watch(trainer, o.every, kGroups);
  std::vector<std::unique_ptr<Probe>> probes;
  const std::vector<const ProbeEntry*> entries = scalar_probes(o);
  for (const ProbeEntry* entry : entries) {
    probes.push_back(entry->make(o.every));
    trainer.watch(*probes.back());
  }
  const TrainRecord record = train(trainer, progress_of(training, report));
  Json row = training_row(*net, data.test, record, training);
  row["at"] = watch.at();
  row["layers"] = watch.layers();
  for (std::size_t i = 0; i < probes.size(); ++i)
    row["probes"][entries[i]->name] = probe_json(*entries[i], *probes[i], *net);
  row["shown"] = shown_image(*net, data.test, o.image);
  return row;
}

Report make_report(const Options& o, const std::vector<Json>& rows) {
  Report report;
  report.title = "What the normalizers see: " + net_and_data(o);
  report.question =
      "How do the inputs of the norms, group by group, and their gamma and beta move while a net trains, and "
      "does a normalizer keep them in bounds?";
  report.findings = group_statistics_findings(rows);
  report.charts = group_statistics_charts(rows, net_and_data(o));
  for (const NamedChart& chart : probe_charts(rows, net_and_data(o))) report.charts.push_back(chart);
  report.tables = group_statistics_tables(rows);
  report.settings["norms"] = o.norms;
  report.notes = group_statistics_notes();
  for (const std::string& note : probe_notes(o.probes)) report.notes.push_back(note);
  return report;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "group_statistics");
  const Dataset data = prepared_data(o);
  settle_probes(o);
  settle_watching(o, data);
  check_norms(o, data, o.norms);
  Experiment experiment;
  experiment.coordinates = {"norm", "seed"};
  experiment.cells = cells_by_seed(o.norms, o.seeds);
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
      "What does a normalizer see while a net trains? Trains small nets for every normalizer and seed, and "
      "draws statistics of the norms' inputs, gamma and beta over the steps, and one image with its groups.",
      "group_statistics");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
