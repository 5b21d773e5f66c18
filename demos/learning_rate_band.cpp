// How far apart does a training run at several learning rates, by normalizer?
//
// Trains the same net for every normalizer, learning rate and seed, and draws at each step the band from the
// smallest to the largest loss and gradient change over the rates: the instability plot of Gunawan, Yin and
// Zhang, 2022, arXiv 2207.01972. A second set of trainings finds the largest rate at which each trains at
// all.
#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/experiment.hpp"
#include "demos/lab/measure/measure_table.hpp"
#include "demos/lab/measure/stable_rate.hpp"
#include "demos/lab/norms_option.hpp"
#include "demos/lab/probe/band_row.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/rate_bands_charts.hpp"
#include "demos/lab/rounding.hpp"
#include "demos/lab/train/training_row.hpp"

namespace {

using namespace gg::lab;

constexpr std::size_t kUsualSteps = 450, kEndSteps = 10;

struct Options : CommonOptions {
  std::vector<std::string> norms = {"bn", "gn:c8", "ln", "in", "none"};
  std::vector<double> rates, grid;  // empty: what suits the optimizer
  std::string optimizer = "adam";
  bool no_grid = false;

  bool adam() const { return optimizer == "adam"; }
};

void add_options(CLI::App& app, Options& o) {
  add_common_options(app, o);
  add_norms_option(app, o.norms);
  app.add_option("--optimizer", o.optimizer, "adam, or sgd with momentum 0.9; the rate stays constant")
      ->check(CLI::IsMember({"adam", "sgd"}))
      ->capture_default_str();
  app.add_option("--rates", o.rates,
                 "Learning rates of the band, separated by commas\n"
                 "    (default: adam 1e-4, 2e-4, ..., 5e-4; sgd 0.02, 0.04, ..., 0.1)")
      ->delimiter(',');
  app.add_option("--grid", o.grid,
                 "Rates among which the largest stable one is sought, separated by commas\n"
                 "    (default: at equal ratios, 9, adam from 1e-3 to 10, sgd from 0.01 to 100)")
      ->delimiter(',');
  app.add_flag("--no-grid", o.no_grid, "Leave out the search for the largest stable rate");
}

void complete_rates(Options& o) {
  GG_CHECK(o.lr == 0, "--lr: this program trains at the rates of --rates and --grid; got ", o.lr);
  GG_CHECK(!o.no_grid || o.grid.empty(), "--no-grid: --grid was given, too");
  if (o.rates.empty())
    o.rates = o.adam() ? std::vector{1e-4, 2e-4, 3e-4, 4e-4, 5e-4} : std::vector{0.02, 0.04, 0.06, 0.08, 0.1};
  if (o.grid.empty() && !o.no_grid) {
    for (double rate : o.adam() ? rate_grid(1e-3, 10, 9) : rate_grid(0.01, 100, 9))
      o.grid.push_back(rounded(rate, 2));
  }
  check_band_rates(o.rates);
  check_rates("--grid", o.grid);
  if (o.steps == 0) o.steps = kUsualSteps;
  GG_CHECK(o.steps >= 2, "--steps: gradients change from the second step on, got ", o.steps);
}

TrainOptions training_of(const Options& o, std::uint64_t seed) {
  TrainOptions training = usual_training(o, seed);
  training.algorithm = o.adam() ? Algorithm::adam : Algorithm::sgd;
  training.decay = Decay::constant;
  return training;
}

Json settings_of(const Options& o) {
  Json settings = common_settings(o);
  settings.erase("lr");
  settings["optimizer"] = optimizer_text(training_of(o, 0));
  return settings;
}

std::vector<Cell> cells_of(const Options& o) {
  std::vector<Cell> cells;
  for (std::size_t seed = 0; seed < o.seeds; ++seed) {
    for (const auto& [part, rates] : {std::pair("band", o.rates), std::pair("grid", o.grid)}) {
      for (const std::string& norm : o.norms) {
        for (double lr : rates)
          cells.push_back({{{"part", part}, {"norm", norm}, {"lr", lr}, {"seed", seed}}});
      }
    }
  }
  return cells;
}

// The first loss, and the last ones behind it.
void add_ends(Json& row, const Curve& losses) {
  const std::size_t finite = finite_steps(losses);
  std::vector<double> ends;
  for (std::size_t i = 0; i < finite; ++i) {
    if (i == 0 || i + kEndSteps >= finite) ends.push_back(losses[i]);
  }
  row["ends"] = ends;
}

Json run_cell(const Options& o, const Dataset& data, const Cell& cell, const ReportProgress& report) {
  const auto seed = cell.coordinates.at("seed").get<std::size_t>();
  const gg::ModulePtr net = prepared_model(o, data, cell.coordinates.at("norm"), seed);
  TrainOptions training = training_of(o, seed);
  training.lr = cell.coordinates.at("lr");
  const StepCallback progress = progress_of(training, report);
  if (cell.coordinates.at("part") == "band") return train_for_band(*net, data, training, progress);
  const TrainRecord record = train(*net, data.train, training, progress);
  Json row = training_row(*net, data.test, record, training);
  add_ends(row, record.losses);
  return row;
}

std::vector<std::string> notes_of(const Options& o) {
  std::vector<std::string> notes = {
      how_findings_are_made(),
      definitions_of({"rate_band", "gradient_change"}) +
          " The bands here are those of the mini-batch's loss and of ||g(t) - g(t-1)||_2 of the last linear "
          "layer's weight, from step 2 on, over trainings with the same initial weights and order of images; "
          "one width a seed."};
  if (!o.no_grid) {
    notes.push_back(
        definitions_of({"largest_stable_rate"}) + " Here, of the grid, and the mean of the last " +
        gg::text(kEndSteps) +
        ". A net that only ever guesses passes where its first guesses were worse; hence the second number, "
        "for which that mean must be below half the first loss.");
  }
  return notes;
}

Report make_report(const Options& o, const std::vector<Json>& rows) {
  const std::vector<NormBands> bands = rate_bands(rows, o.rates);
  const std::vector<StableRate> rates = stable_rates(rows);
  Report report;
  report.title = "Learning-rate band: " + net_and_data(o);
  report.question = "How far apart does the same training run at several learning rates, by normalizer?";
  report.findings = rate_bands_findings(bands, rates, {o.optimizer, o.rates});
  report.charts = rate_bands_charts(bands, rows, net_and_data(o));
  report.tables = {rate_bands_table(bands, rates)};
  report.settings["norms"] = o.norms;
  report.settings["rates"] = o.rates;
  report.settings["grid"] = o.grid;
  report.notes = notes_of(o);
  return report;
}

int run(Options& o, const std::vector<std::string>& command) {
  complete_rates(o);
  complete(o, "learning_rate_band");
  const Dataset data = prepared_data(o);
  check_norms(o, data, o.norms);
  Experiment experiment;
  experiment.coordinates = {"part", "norm", "lr", "seed"};
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
      "How far apart does a training run at several learning rates, by normalizer? Draws the band over the "
      "rates "
      "of loss and gradient change at each step, and finds the largest rate that trains.",
      "learning_rate_band");
  Options options;
  add_options(app, options);
  return run_program(app, argc, argv, [&] { return run(options, command_line(argc, argv)); });
}
