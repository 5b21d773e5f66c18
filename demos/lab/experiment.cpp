#include "demos/lab/experiment.hpp"

#include <algorithm>
#include <iostream>

#include "core/check.hpp"
#include "core/isa.hpp"
#include "demos/lab/profile.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/sweep/interrupt.hpp"
#include "demos/lab/sweep/results.hpp"
#include "demos/lab/sweep/sweep.hpp"
#include "demos/lab/text.hpp"
#include "demos/lab/train/training_row.hpp"

namespace gg::lab {
namespace {

void profile_first_cell(const CommonOptions& o, const Experiment& experiment) {
  const Cell first = experiment.cells.front();
  profile("one training of " + net_and_data(o) + ", " + first.name(), o.out,
          [&] { experiment.run(first, [](const CellProgress&) {}); });
}

SweepOutcome run_missing(const CommonOptions& o, const Experiment& experiment, ResultsFile& results,
                         const std::vector<std::string>& command) {
  const std::vector<Cell> missing = results.missing(experiment.cells);
  Progress::Options display;
  display.total = experiment.cells.size();
  display.already_finished = experiment.cells.size() - missing.size();
  display.describe = experiment.describe ? experiment.describe : describe_training;
  Progress progress(std::cout, is_live_terminal(), display);
  const RunCell run = [&](const Cell& cell, const ReportProgress& report) {
    Json row = experiment.run(cell, report);
    row["run_settings"] = experiment.settings;
    row["revision"] = built_revision();
    row["isa"] = gg::text(isa());  // the last digits depend on it
    return row;
  };
  const SweepOutcome outcome = run_sweep(
      missing, run, [&](const Json& row) { results.append(row); }, progress, o.jobs);
  if (outcome.interrupted) std::cerr << how_to_resume(outcome, o.out, command) << '\n';
  return outcome;
}

void add_caution(Report& report, const std::string& caution) {
  report.findings.insert(report.findings.begin(), caution);
}

void add_cautions(bool quick, const std::vector<Json>& rows, Report& report) {
  const std::size_t seeds = distinct(rows, "seed").size();
  if (too_few_seeds(seeds)) {
    add_caution(
        report,
        "Too few seeds to conclude anything from: " + count_text(seeds, "seed") +
            ", and how far seeds lie apart shows only from three on. Charts and tables hold the numbers.");
  }
  if (quick) {
    add_caution(report,
                "This was a quick run (--quick): the nets have hardly learned, and nothing follows "
                "from it.");
  }
  if (distinct(rows, "revision").size() > 1) {
    add_caution(report, "The runs were made by programs of several revisions, " + report.revision +
                            ": what was changed between them may be what differs.");
  }
}

// Each value once, as they first appear: "0, 1, 2".
std::string list_of(const std::vector<Json>& rows, const std::string& key) {
  std::string list;
  for (const Json& value : distinct(rows, key))
    list += (list.empty() ? "" : ", ") + (value.is_string() ? value.get<std::string>() : value.dump());
  return list;
}

void print_findings(const Report& report) {
  if (!report.tables.empty()) std::cout << '\n' << terminal_text(report.tables[0]);
  std::cout << '\n';
  const std::size_t width = is_live_terminal() ? terminal_width() : SIZE_MAX;
  for (const std::string& finding : report.findings)
    std::cout << wrapped("* " + finding, width, "  ") << '\n';
}

}  // namespace

std::vector<Cell> cells_by_seed(const std::vector<std::string>& norms, std::size_t seeds) {
  std::vector<Cell> cells;
  for (std::size_t seed = 0; seed < seeds; ++seed) {
    for (const std::string& norm : norms) cells.push_back({{{"norm", norm}, {"seed", seed}}});
  }
  return cells;
}

int run_experiment(const CommonOptions& o, const Experiment& experiment,
                   const std::vector<std::string>& command) {
  GG_CHECK(!experiment.cells.empty(), "there is nothing to run: no cells");
  if (o.profile) {
    profile_first_cell(o, experiment);
    return 0;
  }
  ResultsFile results(o.out, experiment.settings, experiment.coordinates, o.resume);
  if (!results.warning().empty()) std::cerr << results.warning() << '\n';
  const SweepOutcome outcome = run_missing(o, experiment, results, command);
  if (outcome.interrupted) return interrupted_exit_code;

  const std::vector<Json> rows = in_order_of(experiment.cells, results.rows());
  Report report = experiment.report(rows);
  count_runs(rows, experiment.coordinates, report);
  Json settings = experiment.settings;
  settings.update(report.settings);
  settings["seeds"] = list_of(rows, "seed");
  settings["instruction set"] = list_of(rows, "isa");
  report.settings = settings;
  report.command = shell_text(command);
  report.date = date_text();
  report.revision = list_of(rows, "revision");
  add_cautions(o.quick, rows, report);
  print_findings(report);
  std::cout << "\nReport: " << std::filesystem::absolute(write_report(report, o.out)).string() << '\n';
  if (outcome.crashed == 0) return 0;
  std::cerr << count_text(outcome.crashed, "cell") << " crashed; the findings say why, and the command with "
            << "--resume runs them again.\n";
  return 1;
}

}  // namespace gg::lab
