#include "demos/lab/report/report.hpp"

#include "core/files.hpp"
#include "demos/lab/report/provenance.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;
using gg::read_file;
using gg::write_file;

namespace {

Chart chart_of(const std::string& title) {
  Chart chart;
  chart.title = title;
  chart.columns = {{"x", Numbers{1, 2}}, {"y", Numbers{1, 2}}};
  chart.mark = LineWithBand{"x", "y"};
  return chart;
}

Report full_report() {
  Report report;
  report.title = "Title <b>";
  report.question = "Why & how?";
  report.findings = {"BN > GN at \"32\""};
  report.charts = {{"errors", chart_of("Errors")}, {"training", chart_of("Curves")}};
  report.tables = {{"A table", {"norm", "batch 2"}, {{"<BN>", "5.17 \xC2\xB1 0.12"}}}};
  report.runs = 10;
  report.settings = {{"model", "<small>"}, {"lr", 0.1}};
  report.notes = {"made by <hand>"};
  report.command = "./demo --data '<x>'";
  report.date = "2024-05-31 17:05";
  report.revision = "80eb3f3";
  return report;
}

}  // namespace

TEST_CASE("a report is one file that needs no other, and each chart one more") {
  TempFolder folder;
  const auto path = write_report(full_report(), folder.path() / "out");
  CHECK(path == folder.path() / "out" / "report.html");
  const std::string html = read_file(path);
  for (const auto* part :
       {"<h1>Title &lt;b&gt;</h1>", "Why &amp; how?", "<li>BN &gt; GN at &quot;32&quot;</li>",
        "<td>&lt;BN&gt;</td>", "5.17 \xC2\xB1 0.12", "<td>model</td>", "<td>&lt;small&gt;</td>",
        "<td>0.1</td>", "made by &lt;hand&gt;", "./demo --data &#39;&lt;x&gt;&#39;", "2024-05-31 17:05",
        "80eb3f3", ">Errors<", ">Curves<", "10 runs; none diverged, none crashed.", "</html>"}) {
    INFO(part);
    CHECK(contains(html, part));
  }
  CHECK(count_of(html, "<svg") == 2);
  CHECK(count_of(html, "id='chart1-gpPt0'") == 1);
  CHECK(count_of(html, "id='chart2-gpPt0'") == 1);
  CHECK_FALSE(contains(html, "<?xml"));
  CHECK_FALSE(contains(html, "<b>"));
  CHECK_FALSE(contains(html, "src="));
  CHECK_FALSE(contains(html, "<link"));
  CHECK_FALSE(contains(html, "url(http"));
  CHECK(contains(read_file(folder.path() / "out" / "errors.svg"), "<title>Errors</title>"));
  CHECK(contains(read_file(folder.path() / "out" / "training.svg"), "<title>Curves</title>"));
}

TEST_CASE("failed runs are counted and told") {
  Report report = full_report();
  report.charts = {};
  report.diverged = 2;
  report.crashed = 1;
  report.failures = {"bn, batch 2, seed 1: killed by <SIGSEGV>"};
  const std::string html = report_html(report, {});
  CHECK(contains(html, "10 runs; 2 diverged, 1 crashed."));
  CHECK(contains(html, "killed by &lt;SIGSEGV&gt;"));
}

TEST_CASE("what a report lacks leaves no empty heading") {
  Report report;
  report.title = "Bare";
  const std::string html = report_html(report, {});
  for (const auto* heading : {"What was found", "Settings", "Command", "How the numbers were made"}) {
    CHECK_FALSE(contains(html, heading));
  }
}

TEST_CASE("a report that cannot be written says why, and leaves the old one") {
  TempFolder folder;
  write_file(folder.path() / "report.html", "old");
  Report report = full_report();
  report.charts[1].name = "errors";
  CHECK(contains(error_of([&] { write_report(report, folder.path()); }), "two charts \"errors\""));
  report.charts[1].name = "../x";
  CHECK(contains(error_of([&] { write_report(report, folder.path()); }), "got \"../x\""));
  report.charts[1].name = "x";
  report.tables[0].rows[0].pop_back();
  CHECK(contains(error_of([&] { write_report(report, folder.path()); }), "table \"A table\""));
  CHECK(read_file(folder.path() / "report.html") == "old");
  CHECK_THROWS_AS(report_html(full_report(), {}), gg::Error);
}

TEST_CASE("a command can be pasted back into a shell") {
  const char* argv[] = {"./demo", "--norms=bn,gn:8", "it's", "", "a b"};
  CHECK(shell_text(command_line(5, argv)) == "./demo --norms=bn,gn:8 'it'\\''s' '' 'a b'");
  TempFolder folder;
  CHECK(git_revision(folder.path()) == "unknown");
  CHECK(date_text().size() == 16);
}
