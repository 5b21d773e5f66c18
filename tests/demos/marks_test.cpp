// Heat maps, fans and bars: what is checked, and how rows are sorted into panels.
#include <cmath>
#include <limits>
#include <set>

#include "demos/lab/chart/palette.hpp"
#include "demos/lab/chart/panels.hpp"
#include "tests/catch.hpp"
#include "tests/demos/gallery.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

const double missing = std::numeric_limits<double>::quiet_NaN();

Chart grid_chart() {
  Chart chart;
  chart.title = "Grid";
  chart.columns = {{"step", Numbers{10, 20, 40, 10, 20}},
                   {"layer", Texts{"a", "a", "a", "b", "b"}},
                   {"value", Numbers{1, 2, 3, 4, missing}},
                   {"part", Texts{"one", "one", "one", "two", "two"}}};
  chart.mark = HeatMap{"step", "layer", "value"};
  return chart;
}

Chart fan_chart() {
  Chart chart;
  chart.title = "Fan";
  chart.columns = {{"step", Numbers{20, 10}},
                   {"p1", Numbers{-2, -1}},
                   {"p50", Numbers{0, 0.5}},
                   {"p99", Numbers{2, 1}},
                   {"norm", Texts{"BN", "BN"}}};
  chart.mark = Fan{"step", {"p1", "p50", "p99"}};
  return chart;
}

Chart bar_chart() {
  Chart chart;
  chart.title = "Bars";
  chart.columns = {{"norm", Texts{"bn", "ln", "bn", "ln"}},
                   {"error", Numbers{5, 4, 7, 4}},
                   {"low", Numbers{4, 3, 6, 3}},
                   {"high", Numbers{6, 5, 8, 5}},
                   {"batch", Texts{"32", "32", "2", "2"}}};
  chart.mark = Bars{"norm", "error", "low", "high", "batch"};
  return chart;
}

std::string words_on(const Chart& chart) {
  return error_of([&] { check(chart); });
}

}  // namespace

TEST_CASE("marks that cannot be drawn say why") {
  Chart grid = grid_chart(), fan = fan_chart(), bars = bar_chart();
  CHECK(words_on(grid) == "no error");
  CHECK(words_on(fan) == "no error");
  CHECK(words_on(bars) == "no error");
  SECTION("a cell twice") {
    std::get<Numbers>(grid.columns[0].values)[1] = 10;
    CHECK(words_on(grid) == "chart \"Grid\": expected one row for each cell, got two for 10 and a");
    grid.facet = "part";
    CHECK(contains(words_on(grid), "got two for one, 10 and a"));
  }
  SECTION("an axis of texts has no scale, limits, ticks or lines") {
    grid.y.scale = Scale::log2;
    CHECK(contains(words_on(grid), "which holds texts"));
    grid.y = {"layer"};
    grid.references = {{ReferenceLine::Across::y, 1, ""}};
    CHECK(contains(words_on(grid), "which holds texts"));
    grid.references = {{ReferenceLine::Across::x, 15, ""}};
    CHECK(words_on(grid) == "no error");
    bars.y.low = 0;
    CHECK(contains(words_on(bars), "which holds texts"));
  }
  SECTION("limits of colours") {
    grid.colour = {"value", Scale::log10};
    grid.colour.low = 0;
    CHECK(contains(words_on(grid), "positive lower limit on the logarithmic axis \"value\", got 0"));
  }
  SECTION("values of the wrong type") {
    grid.mark = HeatMap{"step", "layer", "part"};
    CHECK(contains(words_on(grid), "column \"part\" holds texts, numbers were expected"));
    bars.mark = Bars{"error", "error"};
    CHECK(contains(words_on(bars), "column \"error\" holds numbers, texts were expected"));
    fan.mark = Fan{"norm", {"p1", "p99"}};
    CHECK(contains(words_on(fan), "column \"norm\" holds texts"));
  }
  SECTION("too few levels") {
    fan.mark = Fan{"step", {"p50"}};
    CHECK(words_on(fan) == "chart \"Fan\": expected at least two levels of a fan, got 1");
  }
  SECTION("half an error bar, a bar twice") {
    bars.mark = Bars{"norm", "error", "", "high", "batch"};
    CHECK(contains(words_on(bars), "an error bar needs low and high, got only high"));
    bars.mark = Bars{"norm", "error"};
    CHECK(contains(words_on(bars), "one row for each bar, got two for bn"));
  }
}

TEST_CASE("cells tile the panel, and the caption counts those without a value") {
  const Panels panels = panels_of(grid_chart());
  const Panel& panel = panels.panels[0];
  REQUIRE(panel.cells.size() == 4);
  const HeatCell& second = panel.cells[1];
  CHECK(second.left == 15);
  CHECK(second.right == 30);
  CHECK(second.value == 2);
  CHECK(panel.cells[0].left == 5);    // symmetric about 10
  CHECK(panel.cells[2].right == 50);  // and about 40
  CHECK(panel.x.low == 5);
  CHECK(panel.x.high == 50);
  CHECK(panel.y.place(panel.cells[0].bottom) > panel.y.place(panel.cells[3].bottom));  // a above b
  REQUIRE(panel.y_ticks.size() == 2);
  CHECK(panel.y_ticks[0].label == "a");
  CHECK(panel.x_ticks.size() == 3);
  CHECK(panels.caption == "2 of 6 cells have no value (grey).");
  Chart logarithmic = grid_chart();
  logarithmic.x.scale = Scale::log2;
  CHECK(panels_of(logarithmic).panels[0].cells[0].right == Approx(std::sqrt(200.0)));
}

TEST_CASE("panels share their axes unless these are free") {
  Chart chart = grid_chart();
  chart.facet = "part";
  Panels panels = panels_of(chart);
  CHECK(panels.panels[1].y_ticks.size() == 2);
  CHECK(panels.panels[1].x.high == 50);
  CHECK(panels.caption == "8 of 12 cells have no value (grey).");
  chart.free_y = true;
  panels = panels_of(chart);
  CHECK(panels.panels[1].y_ticks.size() == 1);
  CHECK(panels.panels[1].x.high == 50);
  chart.free_x = true;
  CHECK(panels_of(chart).panels[1].x.high == 25);

  Chart lines = gallery::lines(true);
  lines.free_y = true;
  const Panels free = panels_of(lines);
  CHECK(free.panels[0].y.low != free.panels[2].y.low);
  CHECK(free.panels[0].x.low == free.panels[2].x.low);
}

TEST_CASE("colours of values: even along the range, or by the distance from the middle") {
  Range range = range_of_colours({}, {2, 6}, false);
  CHECK(place_in_palette(2, range, false) == 0);
  CHECK(place_in_palette(4, range, false) == Approx(0.5));
  CHECK(place_in_palette(9, range, false) == 1);
  range = range_of_colours({}, {-1, 4}, true);
  CHECK(range.low == -4);
  CHECK(place_in_palette(0, range, true) == 0.5);
  CHECK(place_in_palette(-4, range, true) == 0);
  CHECK(colour_in_palette(0.5, true) == "#F7F7F7");
  CHECK(colour_in_palette(0, false) == "#440154");
  CHECK(colour_in_palette(1, false) == "#FDE725");
  range = range_of_colours({"", Scale::log10}, {0.5, 8}, true);
  CHECK(place_in_palette(1, range, true) == Approx(0.5));
  CHECK(range.low == Approx(1 / 8.0));
  for (double value : {0.0, -3.0, 5.0}) {
    for (bool diverging : {false, true}) {
      const Range single = range_of_colours({}, {value}, diverging);
      CHECK(single.low < single.high);
    }
  }
  Chart chart = grid_chart();
  chart.colour.high = 2;
  CHECK(contains(panels_of(chart).caption, "2 cells beyond the ends of the colour scale"));
}

TEST_CASE("a fan has a line a level, and a band from each upper level to the opposite one") {
  Chart chart = fan_chart();
  const Panels panels = panels_of(chart);
  const auto& lines = panels.panels[0].lines;
  REQUIRE(lines.size() == 3);
  CHECK(lines[2].level == 2);
  CHECK(lines[2].points[0].x == 10);
  CHECK(lines[2].points[0].low == -1);
  CHECK(lines[2].points[0].high == 1);
  CHECK(panels.has_end_labels);
  CHECK(depth_of(0, 4) == 0);
  CHECK(depth_of(2, 4) == 1);
  chart.facet = "norm";  // its text names the normalizer whose colour the fan has
  CHECK(panels_of(chart).series == std::vector<std::string>{"BN"});
  std::get<Numbers>(chart.columns[1].values)[0] = missing;
  CHECK(
      contains(panels_of(chart).caption, "2 of 6 points are not shown"));  // the level, and the band with it
}

TEST_CASE("bars stand in rows of their category and begin at zero") {
  Chart chart = bar_chart();
  Panels panels = panels_of(chart);
  CHECK(panels.series == std::vector<std::string>{"32", "2"});
  CHECK(panels.keys.size() == 2);
  REQUIRE(panels.panels[0].bars.size() == 4);
  const auto &first = panels.panels[0].bars[0], &third = panels.panels[0].bars[2];
  CHECK(first.top == Approx(third.bottom));  // side by side
  CHECK((first.bottom + third.top) / 2 == Approx(0).margin(1e-12));
  CHECK(panels.panels[0].x.low == 0);
  CHECK(panels.panels[0].x.high == Approx(8 * 1.14));  // room for the values' texts
  CHECK(panels.panels[0].y.reversed);
  CHECK(panels.has_values_axis);

  chart.x.scale = Scale::log10;
  std::get<Numbers>(chart.columns[2].values)[0] = -1;
  panels = panels_of(chart);
  CHECK_FALSE(panels.has_values_axis);
  CHECK(contains(panels.caption, "The band of 1 bar reaches to zero"));
  chart.x = {"error"};
  chart.x.low = 3;
  CHECK_FALSE(panels_of(chart).has_values_axis);

  std::get<Numbers>(chart.columns[1].values)[0] = missing;
  CHECK(contains(panels_of(chart).caption, "1 of 4 bars is not shown: not finite."));
}

TEST_CASE("negative bars reach from zero to the left") {
  Chart chart = bar_chart();
  chart.mark = Bars{"norm", "error", "", "", "batch"};
  chart.columns[1].values = Numbers{-5, -4, -7, -4};
  const Panel panel = panels_of(chart).panels[0];
  CHECK(panel.x.low == Approx(-7 * 1.14));
  CHECK(panel.x.high == 0);
}

TEST_CASE("without series each category's bar has its own normalizer's colour") {
  Chart chart = bar_chart();
  for (auto& column : chart.columns) std::visit([](auto& values) { values.resize(2); }, column.values);
  chart.mark = Bars{"norm", "error"};
  const Panels panels = panels_of(chart);
  CHECK(panels.series == std::vector<std::string>{"bn", "ln"});
  CHECK(panels.keys.empty());
  CHECK(panels.panels[0].bars[1].series == 1);
}
