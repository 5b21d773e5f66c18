// How smooth is the loss that a normalizer's net descends?
//
// Trains a net for every normalizer and seed and stops now and then to look around: along the gradient (loss
// variation, gradient predictiveness, effective beta-smoothness), at the largest curvature (sharpness and
// critical sharpness) and at how far the gradients of mini-batches agree (noise scale).
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/ops/elementwise.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/measure/along_gradient.hpp"
#include "demos/lab/measure/critical_sharpness.hpp"
#include "demos/lab/measure/evaluation.hpp"
#include "demos/lab/measure/next_update.hpp"
#include "demos/lab/measure/noise_scale.hpp"
#include "demos/lab/measure/sharpness.hpp"
#include "demos/lab/measure/vectors.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/report/landscape.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

constexpr std::size_t kBatch = 32;  // images a step and a normalization batch
constexpr std::size_t kUsualProbings = 17, kQuickProbings = 3;
constexpr std::size_t kMostProducts = 60;  // Hessian-vector products of one power iteration
constexpr double kMomentum = 0.9;

struct Options : CommonOptions {
  std::vector<std::string> norms = {"none", "bn", "gn:c8"};
  std::size_t probings = 0, probing_images = 256;

  Options() { model = "conv8"; }
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  add_norms_option(app, o.norms);
  app.add_option("--probings", o.probings,
                 "Times at which each training is looked into, evenly spread from its start to its end "
                 "(default: " +
                     gg::text(kUsualProbings) + ")")
      ->check(CLI::Range(2, 1000));
  app.add_option("--probing-images", o.probing_images,
                 "Images of the fixed batch that is looked at, a multiple of " + gg::text(kBatch))
      ->check(CLI::Range(2 * static_cast<int>(kBatch), 100000))
      ->capture_default_str();
}

void check_probing(const Options& o) {
  GG_CHECK(o.probing_images % kBatch == 0, "--probing-images: expected a multiple of ", kBatch,
           ", the images of a step, got ", o.probing_images);
  GG_CHECK(o.probing_images <= o.train_images, "--probing-images: expected at most the ", o.train_images,
           " images to train on, got ", o.probing_images);
  GG_CHECK(o.probings <= o.steps + 1, "--probings: ", o.steps, " steps can be looked into at most ",
           o.steps + 1, " times, got ", o.probings);
}

TrainOptions training_of(const Options& o, std::uint64_t seed) {
  TrainOptions training = usual_training(o, seed);
  training.decay = Decay::constant;
  training.momentum = kMomentum;
  return training;
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings["probings"] = o.probings;
  settings["probing_images"] = o.probing_images;
  settings["optimizer"] = optimizer_text(training_of(o, 0));
  return settings;
}

Objective mean_of(const std::vector<Objective>& parts) {
  Objective all = parts.front();
  all.loss = [parts] {
    gg::Tensor sum = parts.front().loss();
    for (std::size_t i = 1; i < parts.size(); ++i) sum = sum + parts[i].loss();
    return sum * (1 / static_cast<double>(parts.size()));
  };
  return all;
}

Batch probing_batch(const Images& images, std::size_t count, std::uint64_t seed) {
  LoaderOptions order;
  order.batch = count;
  order.seed = seed;
  return Loader(images, order).next().value();
}

// Options and objective are sound here, so that what can be refused is a Hessian that is not finite.
Sharpness sharpness_or_infinity(const Objective& objective) {
  try {
    return sharpness(objective, {1e-2, kMostProducts, 0});
  } catch (const gg::Error&) {
    return {std::numeric_limits<double>::infinity(), 0, 0, false};
  }
}

// Looks around from where a training stands; what it sees becomes one more entry of each list in the row.
class Prober {
 public:
  Prober(gg::Module& net, const Batch& batch, double lr)
      : parts_(objectives_of_parts(net, batch, kBatch)), all_(mean_of(parts_)), lr_(lr) {}

  // Adds nothing where the loss or its gradient is not finite: the training has diverged.
  void look(std::size_t steps_done, const NextUpdate& next, Json& row) const {
    const gg::Tensors update = next.over_rate(all_);
    const bool finite =
        std::isfinite(norm(update)) && std::isfinite(ObjectiveProbe("landscape", all_).loss());
    if (!finite) return;
    const GradientWalk walk = walk_along_gradient(all_, lr_);
    const Extent losses = loss_variation(walk);
    const Sharpness curvature = sharpness_or_infinity(all_);
    const GradientNoise noise = gradient_noise({gradient_lengths(parts_)}, kBatch);
    const std::vector<std::pair<const char*, double>> entries = {
        {"at", static_cast<double>(steps_done)},
        {"loss", walk.loss},
        {"loss_low", losses.min},
        {"loss_high", losses.max},
        {"loss_variation", losses.max - losses.min},
        {"gradient_change", gradient_predictiveness(walk).max},
        {"beta_smoothness", effective_beta_smoothness(walk)},
        {"sharpness", curvature.value},
        {"settled", curvature.converged ? 1 : 0},
        {"critical_sharpness", critical_sharpness(all_, update, {lr_, 1e-2}).value},
        {"gradient_signal", noise.signal},
        {"gradient_noise", noise.noise}};
    for (const auto& [key, value] : entries) row[key].push_back(value);
  }

 private:
  std::vector<Objective> parts_;
  Objective all_;
  double lr_;
};

// Whether a training stands at one of its probings, the first before it and the last at its end.
bool is_due(const Options& o, std::size_t steps_done) {
  const std::size_t intervals = o.probings - 1, next = (steps_done * intervals + o.steps - 1) / o.steps;
  return next * o.steps / intervals == steps_done;
}

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  const TrainOptions training = training_of(o, seed);
  Trainer trainer(*net, data.train, training);
  const Prober prober(*net, probing_batch(data.train, o.probing_images, seed), o.lr);
  NextUpdate next(training);
  trainer.watch(next);
  Json seen = Json::object();
  prober.look(0, next, seen);
  const StepCallback progress = progress_of(training, report);
  const TrainRecord record = train(trainer, [&](std::size_t step) {
    if (is_due(o, step)) prober.look(step, next, seen);
    progress(step);
  });
  Json row = training_row(*net, data.test, record, training);
  row.erase("images_per_second");  // most of the time went into looking
  row.update(seen);
  return row;
}

Report make_report(const Options& o, const std::vector<Json>& rows) {
  LandscapeSetup setup;
  setup.trained = net_and_data(o);
  setup.lr = o.lr;
  setup.momentum = kMomentum;
  setup.part = kBatch;
  Report report;
  report.title = "The loss landscape while training: " + net_and_data(o);
  report.question =
      "How smooth is the loss around the weights that a training passes through, and does a normalizer make "
      "it smoother?";
  report.findings = landscape_findings(rows, setup);
  report.charts = landscape_charts(rows, setup);
  report.tables = {landscape_table(rows)};
  report.settings["norms"] = o.norms;
  report.notes = landscape_notes(setup, o.probing_images, kMostProducts);
  return report;
}

std::string describe(const Json& row) {
  if (!has_finished(row)) return describe_training(row);
  return "error " + gg::text(row.at("validation_error").get<double>()) + " %";
}

int run(Options& o, const std::vector<std::string>& command) {
  complete(o, "landscape");
  if (o.probings == 0) o.probings = o.quick ? kQuickProbings : kUsualProbings;
  const Dataset data = prepared_data(o);
  check_probing(o);
  check_norms(o, data, o.norms);
  Experiment experiment;
  experiment.coordinates = {"norm", "seed"};
  experiment.cells = cells_by_seed(o.norms, o.seeds);
  experiment.settings = settings_of(o);
  experiment.run = [&](const Cell& cell, const ReportProgress& report) {
    return run_cell(o, data, cell, report);
  };
  experiment.describe = describe;
  experiment.report = [&](const std::vector<Json>& rows) { return make_report(o, rows); };
  return run_experiment(o, experiment, command);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "How smooth is the loss that a normalizer's net descends? Trains small nets for every normalizer and "
      "seed, and measures the loss around their weights again and again.",
      "landscape");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
