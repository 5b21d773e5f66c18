#include "demos/lab/experiment.hpp"

#include <algorithm>
#include <iostream>

#include "core/check.hpp"
#include "demos/lab/profile.hpp"
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

// False if it was interrupted.
bool run_missing(const CommonOptions& o, const Experiment& experiment, ResultsFile& results,
                 const std::string& revision, const std::vector<std::string>& command) {
  const std::vector<Cell> missing = results.missing(experiment.cells);
  Progress::Options display;
  display.total = experiment.cells.size();
  display.already_finished = experiment.cells.size() - missing.size();
  display.describe = experiment.describe ? experiment.describe : describe_training;
  Progress progress(std::cout, is_live_terminal(), display);
  const RunCell run = [&](const Cell& cell, const ReportProgress& report) {
    Json row = experiment.run(cell, report);
    row["run_settings"] = experiment.settings;
    row["revision"] = revision;
    return row;
  };
  const SweepOutcome outcome = run_sweep(
      missing, run, [&](const Json& row) { results.append(row); }, progress, o.jobs);
  if (outcome.interrupted) std::cerr << how_to_resume(outcome, o.out, command) << '\n';
  return !outcome.interrupted;
}

void add_cautions(const CommonOptions& o, Report& report) {
  if (o.seeds < 3) {
    report.findings.insert(report.findings.begin(),
                           "Too few seeds to conclude anything from: " + count_text(o.seeds, "seed") +
                               ", and how far seeds lie apart shows only from three on.");
  }
  if (o.quick) {
    report.findings.insert(
        report.findings.begin(),
        "This was a quick run (--quick): the nets have hardly learned, and nothing follows "
        "from it.");
  }
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
  const std::string revision = git_revision(GROUPGRAD_SOURCE_DIR);
  if (!run_missing(o, experiment, results, revision, command)) return interrupted_exit_code;

  const std::vector<Json> rows = in_order_of(experiment.cells, results.rows());
  Report report = experiment.report(rows);
  count_runs(rows, experiment.coordinates, report);
  add_cautions(o, report);
  Json settings = experiment.settings;
  settings.update(report.settings);
  settings["seeds"] = o.seeds;
  report.settings = settings;
  report.command = shell_text(command);
  report.date = date_text();
  report.revision = revision;
  print_findings(report);
  std::cout << "\nReport: " << std::filesystem::absolute(write_report(report, o.out)).string() << '\n';
  return 0;
}

}  // namespace gg::lab
