#include "demos/lab/report/report.hpp"

#include <cmath>
#include <regex>

#include "core/files.hpp"
#include "demos/lab/report/csv.hpp"
#include "demos/lab/report/figure.hpp"
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
        "80eb3f3", ">Errors<", ">Curves<",
        "10 runs; none diverged, none crashed. Diverged is a run with a value that is infinite or NaN",
        "</html>"}) {
    INFO(part);
    CHECK(contains(html, part));
  }
  CHECK(count_of(html, "<div class=\"still card\">\n<svg") == 2);
  CHECK(count_of(html, "id='chart1-gpPt0'") == 1);
  CHECK(count_of(html, "id='chart2-gpPt0'") == 1);
  CHECK_FALSE(contains(html, "<?xml"));
  CHECK_FALSE(contains(html, "<b>Title"));
  for (const auto* elsewhere : {"<script src", "<img", "<link", "url(http", "@import"}) {
    CHECK_FALSE(contains(html.substr(0, html.find("<script>")), elsewhere));
  }
  CHECK(contains(read_file(folder.path() / "out" / "errors.svg"), "<title>Errors</title>"));
  CHECK(contains(read_file(folder.path() / "out" / "training.svg"), "<title>Curves</title>"));
}

TEST_CASE("each chart offers its picture and its numbers") {
  TempFolder folder;
  Report report = full_report();
  report.charts[0].chart.columns.push_back({"of, it", Texts{"a \"b\"", "</script>"}});
  const std::string html = read_file(write_report(report, folder.path()));
  CHECK(read_file(folder.path() / "errors.csv") == "x,y,\"of, it\"\n1,1,\"a \"\"b\"\"\"\n2,2,</script>\n");
  CHECK(contains(html, "download=\"errors.svg\" href=\"errors.svg\""));
  CHECK(contains(
      html, "download=\"errors.csv\" href=\"data:text/csv;charset=utf-8,x%2Cy%2C%22of%2C%20it%22%0A1%2C1"));
}

TEST_CASE("numbers that are not finite are empty fields") {
  Chart chart = chart_of("T");
  chart.columns[1].values = Numbers{std::nan(""), 0.1};
  CHECK(csv(chart) == "x,y\n1,\n2,0.1\n");
}

TEST_CASE(
    "with the scripts a page holds them and each chart's specification once, without them it says how") {
  const Report report = full_report();
  const std::vector<DrawnChart> drawn = {{render_svg(report.charts[0].chart)}, {"", "no gnuplot-nox"}};
  const std::string html = report_html(report, drawn, "var vegaEmbed;");
  CHECK(count_of(html, "var vegaEmbed;") == 1);
  CHECK(count_of(html, "vega-lite/v5.json") == 2);
  CHECK_FALSE(contains(html, "install npm"));
  const std::string still = report_html(report, drawn);
  CHECK_FALSE(contains(still, "vega-lite"));
  CHECK(count_of(still, "install npm and build again") == 1);
  for (const auto& page : {html, still}) {  // a chart without a picture has its numbers
    CHECK(contains(page, "no gnuplot-nox"));
    CHECK(count_of(page, "Debian package gnuplot-nox") == 1);
    CHECK(contains(page, "<h3>Curves</h3>"));
    CHECK(contains(page, "<td>2</td><td>2</td>"));
  }
}

TEST_CASE("no text of a chart ends the script it stands in") {
  Report report = full_report();
  report.charts.resize(1);
  report.charts[0].chart.title = "</script><script>alert(1)</script><!-- \xFF";
  const std::string html = report_html(report, {{"", "none"}}, "var vegaEmbed;");
  CHECK(count_of(html, "</script>") == 3);  // the specification's, Vega's, the page's
  CHECK_FALSE(contains(html, "<script>alert"));
  CHECK(json_in_script("<\xFF") == "\"\\u003c\xEF\xBF\xBD\"");
}

TEST_CASE("a chart that cannot be drawn costs no results") {
  TempFolder folder;
  Report report = full_report();
  std::get<LineWithBand>(report.charts[0].chart.mark).y = "nothing";
  report.charts[1].canvas.gnuplot = "no-such-gnuplot";
  const std::string html = read_file(write_report(report, folder.path()));
  CHECK(contains(html, "there is no column &quot;nothing&quot;"));
  CHECK(contains(html, "gnuplot-nox"));
  CHECK(contains(html, "5.17"));
  CHECK(std::filesystem::exists(folder.path() / "training.csv"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "training.svg"));
}

TEST_CASE("a report names the hash of its results") {
  TempFolder folder;
  write_file(folder.path() / "results.jsonl", "abc");
  const std::string hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  CHECK(file_hash(folder.path() / "results.jsonl") == hash);
  CHECK(contains(read_file(write_report(full_report(), folder.path())), hash));
  CHECK(file_hash(folder.path() / "nothing") == "unknown");
}

TEST_CASE("failed runs are counted and told") {
  Report report = full_report();
  report.charts = {};
  report.diverged = 2;
  report.crashed = 1;
  report.failures = {"bn, batch 2, seed 1: killed by <SIGSEGV>"};
  const std::string html = report_html(report, {});
  CHECK(contains(html, "10 runs; 2 diverged, 1 crashed. Diverged is a run with a value that is infinite"));
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
  CHECK(date_text().size() == 16);
}

TEST_CASE("a program knows the revision it was built from") {
  const std::string revision = built_revision();
  INFO(revision);
  CHECK(
      (revision == "unknown" || std::regex_match(revision, std::regex("[0-9a-z.-]*[0-9a-f]{7,}(-dirty)?"))));
}
