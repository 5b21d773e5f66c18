#include "demos/lab/chart/gnuplot.hpp"

#include <cmath>
#include <limits>
#include <regex>
#include <set>
#include <vector>

#include "core/files.hpp"
#include "demos/lab/chart/gnuplot_words.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/chart/svg.hpp"
#include "demos/lab/process.hpp"
#include "tests/catch.hpp"
#include "tests/demos/gallery.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;
using gg::read_file;
using gg::write_file;

namespace {

Chart chart_of(const std::string& title) {
  Chart chart;
  chart.title = title;
  chart.subtitle = "the subtitle";
  chart.caption = "the caption";
  chart.columns = {{"n", Numbers{32, 8, 2, 32, 8, 2}},
                   {"error", Numbers{5, 6, 68, 6, 6.1, 6}},
                   {"low", Numbers{4, 5, 60, 5, 5, 5}},
                   {"high", Numbers{6, 7, 75, 7, 7, 7}},
                   {"norm", Texts{"BN", "BN", "BN", "GN", "GN", "GN"}},
                   {"size", Texts{"small", "small", "small", "large", "large", "large"}}};
  chart.mark = LineWithBand{"n", "error", "low", "high", "norm"};
  chart.x = {"batch (images)", Scale::log2, true};
  chart.y = {"error (%)", Scale::log10};
  return chart;
}

// Whether every tag that is opened is closed in its order: well-formed as far as our files go.
bool well_formed(const std::string& xml) {
  std::vector<std::string> open;
  const std::regex tag("<(/?)([A-Za-z]+)([^<>]*?)(/?)>");
  std::string rest;
  auto last = xml.cbegin();
  for (std::sregex_iterator it(xml.begin(), xml.end(), tag), end; it != end; ++it) {
    rest.append(last, (*it)[0].first);
    last = (*it)[0].second;
    if (it->str(4) == "/") continue;
    if (it->str(1).empty()) {
      open.push_back(it->str(2));
    } else if (open.empty() || open.back() != it->str(2)) {
      return false;
    } else {
      open.pop_back();
    }
  }
  rest.append(last, xml.cend());
  rest = std::regex_replace(rest, std::regex("<\\?xml[^>]*\\?>"), "");
  const bool stray = std::regex_search(rest, std::regex("<|&(?!(amp|lt|gt|quot|#39);)"));
  return open.empty() && !stray;
}

std::vector<std::string> ids(const std::string& svg) {
  std::vector<std::string> out;
  const std::regex id("\\sid=['\"]([^'\"]+)");
  for (std::sregex_iterator it(svg.begin(), svg.end(), id), end; it != end; ++it) out.push_back(it->str(1));
  return out;
}

bool unique(const std::vector<std::string>& items) {
  return std::set<std::string>(items.begin(), items.end()).size() == items.size();
}

// The colour of a normalizer as gnuplot writes it.
std::regex rgb_of(const std::string& norm) {
  unsigned v = 0;
  std::sscanf(colour_of(norm).c_str(), "#%6x", &v);
  return std::regex("rgb\\(\\s*" + std::to_string(v >> 16) + ",\\s*" + std::to_string(v >> 8 & 255) +
                    ",\\s*" + std::to_string(v & 255) + "\\)");
}

}  // namespace

TEST_CASE("the SVG is whole and holds every text and colour") {
  const std::string svg = render_svg(chart_of("The title"));
  CHECK(well_formed(svg));
  for (const auto* part : {"<title>The title</title>", ">The title<", ">the subtitle<", ">the caption<",
                           ">batch (images)<", ">error (%)<", ">BN<", ">GN<", "width=\"960\""}) {
    INFO(part);
    CHECK(contains(svg, part));
  }
  for (const auto* tick : {"32", "8", "2"})
    CHECK(std::regex_search(svg, std::regex(">\\s*" + std::string(tick) + "<")));
  CHECK(std::regex_search(svg, rgb_of("bn")));
  CHECK(std::regex_search(svg, rgb_of("gn")));
  CHECK_FALSE(std::regex_search(svg, rgb_of("ln")));
  CHECK_FALSE(contains(svg, "DejaVu Sans:Bold"));
}

TEST_CASE("text is text, whatever characters it has") {
  TempFolder folder;
  const auto trap = (folder.path() / "trap").string();
  const std::string wild = "a_b^c{d}@e 'q' \"d\" \\n & <i> ~ # $x 5 % %g `touch " + trap + "` \xC2\xB1";
  Chart chart = chart_of(wild);
  chart.subtitle = chart.caption = chart.x.title = chart.y.title = wild;
  chart.columns[4].values = Texts{wild, wild, wild, "'", "'", "'"};
  chart.columns[5].values = Texts{wild, wild, wild, "two\nlines", "two\nlines", "two\nlines"};
  chart.references = {{ReferenceLine::Across::y, 20, wild}, {ReferenceLine::Across::x, 4, wild}};
  chart.x.ticks = {{8, wild}};
  const std::string svg = render_svg(chart);
  CHECK(well_formed(svg));
  // gnuplot leaves > and quotes as they are in text, where they may stand.
  std::string as_drawn = wild;
  as_drawn.replace(as_drawn.find(" & "), 3, " &amp; ");
  as_drawn.replace(as_drawn.find("<i>"), 3, "&lt;i>");
  CHECK(count_of(svg, as_drawn) >= 5);
  CHECK_FALSE(std::filesystem::exists(trap));
  chart.facet = "size";
  const std::string facets = render_svg(chart);
  CHECK(contains(facets, ">two lines<"));
  CHECK(well_formed(facets));
  CHECK(gnuplot_string("it's") == "\"it\\047s\"");
}

TEST_CASE("small multiples have one panel each and no id twice") {
  Chart chart = chart_of("Facets");
  chart.facet = "size";
  const std::string svg = render_svg(chart);
  CHECK(contains(svg, ">small<"));
  CHECK(contains(svg, ">large<"));
  CHECK(unique(ids(svg)));
  CHECK_FALSE(contains(svg, "gnuplot_plot"));
}

TEST_CASE("every kind of mark is drawn: whole, with its texts, its colours and no id twice") {
  const auto svg_of = [](const Chart& chart) {
    const std::string svg = render_svg(chart);
    CHECK(well_formed(svg));
    CHECK(unique(ids(svg)));
    CHECK_FALSE(contains(svg, "gnuplot_plot"));
    CHECK_FALSE(contains(svg, "scale(0.00)"));  // some programs refuse a picture with it
    return svg;
  };
  const auto polygons = [](const std::string& svg) { return count_of(svg, "<polygon fill"); };
  const std::string heat = svg_of(gallery::heat_of_texts());
  for (const auto* words : {">ws+gn:c8<", ">big noise<", ">error (%), log scale<", "1 of 30 cells has no"}) {
    INFO(words);
    CHECK(contains(heat, words));
  }
  CHECK(polygons(heat) >= 29);
  CHECK(contains(heat, "rgb( 68,   1,  84)"));  // the ends of viridis
  CHECK(contains(heat, "rgb(253, 231,  37)"));
  CHECK(contains(svg_of(gallery::heat(true)), ">conv2.norm<"));
  const std::string fan = svg_of(gallery::fan(false));
  for (const auto* level : {">p1<", ">p50<", ">p99<"}) CHECK(contains(fan, level));
  const std::string fans = svg_of(gallery::fan(true));
  CHECK(contains(fans, ">p20 to p80<"));
  CHECK(std::regex_search(fans, rgb_of("bn")));
  CHECK(std::regex_search(fans, rgb_of("gn")));
  const std::string bars = svg_of(gallery::bars(false));
  CHECK(contains(bars, ">no norm<"));
  for (const auto& norm : gallery::family()) {
    CHECK(contains(bars, ">" + norm + "<"));
    CHECK(std::regex_search(bars, rgb_of(norm)));
  }
  CHECK(contains(svg_of(gallery::bars(true)), ">batch 32<"));
  const std::string measures = svg_of(gallery::measures());
  CHECK(contains(measures, ">memory (MB)<"));
}

TEST_CASE("text of no chart is smaller than 12 pixels") {
  for (const auto& item : gallery::charts()) {
    const std::string svg = render_svg(item.chart, item.canvas);
    const std::regex size("font-size=\"([0-9.]+)\"");
    for (std::sregex_iterator it(svg.begin(), svg.end(), size), end; it != end; ++it) {
      CHECK(std::stod(it->str(1)) >= 12);
    }
  }
}

TEST_CASE("several SVGs in one page do not share an id") {
  const std::string svg = render_svg(chart_of("One"));
  const std::string first = inline_svg(svg, "a"), second = inline_svg(svg, "b");
  CHECK(first.substr(0, 4) == "<svg");
  auto all = ids(first);
  const auto more = ids(second);
  REQUIRE(all.size() > 5);
  all.insert(all.end(), more.begin(), more.end());
  CHECK(unique(all));
  // Every reference leads somewhere in its own drawing.
  const auto own = ids(first);
  const std::regex reference("(?:href=['\"]#|url\\(#)([^'\")]+)");
  int references = 0;
  for (std::sregex_iterator it(first.begin(), first.end(), reference), end; it != end; ++it, ++references) {
    CHECK(std::find(own.begin(), own.end(), it->str(1)) != own.end());
  }
  CHECK(references > 5);
}

TEST_CASE("charts at the edge of what can be shown") {
  Chart chart = chart_of("Edge");
  SECTION("a single point") {
    chart.columns = {{"n", Numbers{8}},
                     {"error", Numbers{5}},
                     {"low", Numbers{4}},
                     {"high", Numbers{6}},
                     {"norm", Texts{"BN"}}};
    CHECK(contains(render_svg(chart), ">BN<"));
  }
  SECTION("nothing finite") {
    const double nan = std::nan("");
    chart.columns[1].values = Numbers{nan, nan, nan, nan, nan, nan};
    CHECK(contains(render_svg(chart), "6 of 6 points are not shown"));
  }
  SECTION("one series with no name, no titles") {
    chart.mark = LineWithBand{"n", "error"};
    chart.title = chart.subtitle = chart.caption = chart.x.title = chart.y.title = "";
    CHECK(well_formed(render_svg(chart)));
  }
  SECTION("an empty panel") {
    chart.facet = "size";
    std::get<Numbers>(chart.columns[1].values)[0] = std::nan("");
    std::get<Numbers>(chart.columns[1].values)[1] = std::nan("");
    std::get<Numbers>(chart.columns[1].values)[2] = std::nan("");
    CHECK(contains(render_svg(chart), ">small<"));
  }
}

TEST_CASE("a chart is saved whole, as SVG or PNG") {
  TempFolder folder;
  save_chart(chart_of("Saved"), folder.path() / "a.svg");
  CHECK(contains(read_file(folder.path() / "a.svg"), "</svg>"));
  save_chart(chart_of("Saved"), folder.path() / "a.png");
  const std::string png = read_file(folder.path() / "a.png");
  CHECK(png.substr(1, 3) == "PNG");
  CHECK(png.substr(18, 2) == std::string("\x07\x80"));  // 1920 pixels wide
  CHECK(contains(error_of([&] { save_chart(chart_of("Saved"), folder.path() / "a.jpg"); }), ".svg or .png"));
}

TEST_CASE("a gnuplot that is missing or fails is an error that says so") {
  TempFolder folder;
  Canvas canvas;
  canvas.gnuplot = "no-such-gnuplot";
  const auto missing = error_of([&] { render_svg(chart_of("T"), canvas); });
  CHECK(contains(missing, "no-such-gnuplot could not be started"));
  CHECK(contains(missing, "gnuplot-nox"));

  canvas.gnuplot = (folder.path() / "broken").string();
  write_file(canvas.gnuplot, "#!/bin/sh\necho half a drawing\necho it is broken >&2\nexit 7\n");
  std::filesystem::permissions(canvas.gnuplot, std::filesystem::perms::owner_all);
  const auto broken = error_of([&] { save_chart(chart_of("T"), folder.path() / "t.svg", canvas); });
  CHECK(contains(broken, "exit code 7"));
  CHECK(contains(broken, "it is broken"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "t.svg"));

  Chart bad = chart_of("T");
  bad.mark = LineWithBand{"n", "nothing"};
  CHECK(contains(error_of([&] { render_svg(bad); }), "no column \"nothing\""));
}

TEST_CASE("other programs: input, output, errors and exit code come through") {
  const std::string much(3000000, 'x');
  CHECK(run_process({"cat"}, much).output == much);
  const auto result = run_process({"sh", "-c", "echo out; echo err >&2; exit 5"});
  CHECK(result.output == "out\n");
  CHECK(result.errors == "err\n");
  CHECK(result.exit_code == 5);
  CHECK(run_process({"sh", "-c", "kill -9 $$"}).exit_code == 137);
}
