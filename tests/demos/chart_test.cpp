#include "demos/lab/chart/chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>

#include "core/random.hpp"
#include "demos/lab/chart/labels.hpp"
#include "demos/lab/chart/layout.hpp"
#include "demos/lab/chart/panels.hpp"
#include "demos/lab/chart/style.hpp"
#include "layers/make_norm.hpp"
#include "tests/catch.hpp"
#include "tests/demos/gallery.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

const double missing = std::numeric_limits<double>::quiet_NaN();

Chart small_chart() {
  Chart chart;
  chart.title = "Errors";
  chart.columns = {{"n", Numbers{32, 2, 32, 2}},
                   {"error", Numbers{5, 7, 6, 6}},
                   {"low", Numbers{4, 6, 5, 5}},
                   {"high", Numbers{6, 8, 7, 7}},
                   {"norm", Texts{"BN", "BN", "GN", "GN"}},
                   {"size", Texts{"small", "small", "small", "large"}}};
  chart.mark = LineWithBand{"n", "error", "low", "high", "norm"};
  return chart;
}

std::string words_on(const Chart& chart) {
  return error_of([&] { check(chart); });
}

}  // namespace

TEST_CASE("a chart that can be drawn passes") { CHECK(words_on(small_chart()) == "no error"); }

TEST_CASE("a chart that cannot be drawn says why") {
  Chart chart = small_chart();
  SECTION("a column that is missing") {
    chart.mark = LineWithBand{"n", "loss"};
    CHECK(words_on(chart) ==
          "chart \"Errors\": there is no column \"loss\", only n, error, low, high, norm and size");
  }
  SECTION("columns of different lengths") {
    chart.columns[1].values = Numbers{1, 2, 3};
    CHECK(words_on(chart) == "chart \"Errors\": column \"error\" has 3 values, but \"n\" has 4");
  }
  SECTION("the wrong type") {
    chart.mark = LineWithBand{"n", "norm"};
    CHECK(contains(words_on(chart), "column \"norm\" holds texts, numbers were expected"));
    chart.mark = LineWithBand{"n", "error", "", "", "low"};
    CHECK(contains(words_on(chart), "column \"low\" holds numbers, texts were expected"));
  }
  SECTION("half a band") {
    chart.mark = LineWithBand{"n", "error", "low"};
    CHECK(contains(words_on(chart), "got only y_low"));
  }
  SECTION("a name twice") {
    chart.columns.push_back(chart.columns[0]);
    CHECK(contains(words_on(chart), "two columns \"n\""));
  }
  SECTION("nothing at all") {
    chart.columns = {{"n", Numbers{}}};
    CHECK(contains(words_on(chart), "at least one row"));
    chart.columns = {};
    CHECK(contains(words_on(chart), "expected columns"));
  }
  SECTION("a facet that is missing") {
    chart.facet = "model";
    CHECK(contains(words_on(chart), "no column \"model\""));
  }
  SECTION("limits") {
    chart.y.low = 5;
    chart.y.high = 5;
    CHECK(contains(words_on(chart), "limits"));
    chart.y = {"error (%)", Scale::log10};
    chart.y.low = 0;
    CHECK(contains(words_on(chart), "positive lower limit on the logarithmic axis \"error (%)\", got 0"));
  }
  SECTION("ticks and reference lines off the scale") {
    chart.x.scale = Scale::log2;
    chart.x.ticks = {{-1, "-1"}};
    CHECK(contains(words_on(chart), "positive tick"));
    chart.x.ticks = {};
    chart.references = {{ReferenceLine::Across::y, missing, ""}};
    CHECK(contains(words_on(chart), "finite reference line"));
  }
}

TEST_CASE("rows are sorted into panels and lines in the order of their appearance") {
  Chart chart = small_chart();
  chart.facet = "size";
  const Panels panels = panels_of(chart);
  CHECK(panels.series == std::vector<std::string>{"BN", "GN"});
  REQUIRE(panels.panels.size() == 2);
  CHECK(panels.panels[0].title == "small");
  REQUIRE(panels.panels[0].lines.size() == 2);
  REQUIRE(panels.panels[0].lines[0].points.size() == 2);
  CHECK(panels.panels[0].lines[0].points[0].x == 2);  // by growing x
  CHECK(panels.panels[0].lines[0].points[0].y == 7);
  CHECK(panels.panels[0].lines[0].points[0].high == 8);
  REQUIRE(panels.panels[1].lines.size() == 1);
  CHECK(panels.panels[1].lines[0].series == 1);
}

TEST_CASE("what cannot be shown is left out, and the caption says how much") {
  Chart chart = small_chart();
  chart.caption = "Five seeds.";
  chart.columns[1].values = Numbers{5, missing, 6, std::numeric_limits<double>::infinity()};
  Panels panels = panels_of(chart);
  CHECK(panels.dropped == 2);
  CHECK(panels.caption == "Five seeds. 2 of 4 points are not shown: not finite.");
  CHECK(panels.panels[0].lines[0].points.size() == 1);

  chart.columns[1].values = Numbers{5, 7, 6, -6};
  chart.y.scale = Scale::log10;
  panels = panels_of(chart);
  CHECK(panels.caption ==
        "Five seeds. 1 of 4 points is not shown: not finite, or not positive on a logarithmic axis.");

  chart.columns[1].values = Numbers{5, 7, 6, 6};
  CHECK(panels_of(chart).caption == "Five seeds.");
}

TEST_CASE("a band that reaches below zero is cut on a logarithmic axis, the point stays") {
  Chart chart = small_chart();
  chart.y.scale = Scale::log10;
  chart.columns[2].values = Numbers{4, -1, 5, 0};
  const Panels panels = panels_of(chart);
  CHECK(panels.dropped == 0);
  CHECK(panels.cut == 2);
  CHECK(contains(panels.caption, "2 points reaches to zero or below"));
  CHECK(panels.panels[0].lines[0].points[0].low == panels.panels[0].y.low);
  CHECK(panels.panels[0].y.low > 0);
}

TEST_CASE("a chart with nothing to show still has axes") {
  Chart chart = small_chart();
  chart.columns[1].values = Numbers{missing, missing, missing, missing};
  const Panels panels = panels_of(chart);
  CHECK(panels.dropped == 4);
  CHECK(panels.panels[0].y.low < panels.panels[0].y.high);
}

TEST_CASE("ranges hold their data, whatever the scale") {
  gg::Random random(3);
  for (const Scale scale : {Scale::linear, Scale::log2, Scale::log10}) {
    for (int trial = 0; trial < 200; ++trial) {
      Axis axis{"", scale, random.bernoulli(0.5)};
      std::vector<double> values;
      for (std::size_t i = 0; i < 1 + random.below(5); ++i) values.push_back(std::exp(random.uniform(-9, 9)));
      const Range range = range_of(axis, values);
      REQUIRE(range.low < range.high);
      for (double value : values) {
        REQUIRE(range.place(value) > -1e-9);
        REQUIRE(range.place(value) < 1 + 1e-9);
      }
      const auto ticks = ticks_of(axis, range, 6);
      REQUIRE(ticks.size() <= 40);
      for (const auto& tick : ticks) {
        REQUIRE(range.place(tick.value) > -1e-6);
        REQUIRE(range.place(tick.value) < 1 + 1e-6);
        REQUIRE(std::stod(tick.label) == Approx(tick.value).margin(1e-9));
      }
    }
  }
}

TEST_CASE("a line that ends early has its name there, not a leader that looks like data") {
  Chart chart;
  chart.columns = {{"n", Numbers{32, 2, 32, 2, 32}},
                   {"error", Numbers{5, 7, 6, 7, 9}},
                   {"norm", Texts{"BN", "BN", "GN", "GN", "LN"}}};
  chart.mark = LineWithBand{"n", "error", "", "", "norm"};
  chart.x = {"n", Scale::log2, true};
  const Panels panels = panels_of(chart);
  const auto labels = end_labels_of(panels, panels.panels[0], {100, 50, 500, 400});
  REQUIRE(labels.size() == 3);
  for (std::size_t i : {0u, 1u}) {
    CHECK(labels[i].has_leader);
    CHECK(labels[i].left > 500);
  }
  CHECK(std::abs(labels[0].middle - labels[1].middle) > 14);
  CHECK_FALSE(labels[2].has_leader);
  CHECK(labels[2].left < 200);
}

TEST_CASE("panels of one row all have ticks along x, or none has") {
  for (std::size_t count : {3u, 5u, 6u, 7u, 8u}) {
    Chart chart = small_chart();
    Numbers x;
    Texts panel;
    for (std::size_t i = 0; i < count; ++i) {
      x.push_back(static_cast<double>(i));
      panel.push_back("panel " + std::to_string(i));
    }
    chart.columns = {{"x", x}, {"panel", panel}};
    chart.mark = LineWithBand{"x", "x"};
    chart.facet = "panel";
    const Layout layout = layout_of(chart, panels_of(chart), 700, 560);
    INFO(count << " panels in " << layout.columns << " columns");
    for (std::size_t i = 0; i < count; ++i) {
      CHECK(layout.has_x_ticks[i] == layout.has_x_ticks[i / layout.columns * layout.columns]);
      if (i + layout.columns >= count) CHECK(layout.has_x_ticks[i]);
    }
  }
}

TEST_CASE("the name of a reference line stands where the data do not pass") {
  Chart chart = small_chart();
  chart.columns = {{"x", Numbers{0, 10, 20}}, {"y", Numbers{9, 3, 1}}};
  chart.mark = LineWithBand{"x", "y"};
  chart.references = {{ReferenceLine::Across::y, 9.2, "high"},
                      {ReferenceLine::Across::y, 1.1, "low"},
                      {ReferenceLine::Across::x, 10, "middle"}};
  CHECK(panels_of(chart).references_right == std::vector<bool>{true, false, false});
  // What comes close in the middle leaves both ends free.
  chart.columns = {{"x", Numbers{0, 7, 13, 20}}, {"y", Numbers{5, 5.1, 5.1, 9}}};
  chart.references = {{ReferenceLine::Across::y, 5.1, "middling"}};
  CHECK(panels_of(chart).references_right == std::vector<bool>{true});
}

TEST_CASE("ticks are round numbers") {
  const auto labels = [](const Axis& axis, double low, double high) {
    std::vector<std::string> out;
    for (const auto& tick : ticks_of(axis, {low, high, axis.scale, false}, 6)) out.push_back(tick.label);
    return out;
  };
  using Labels = std::vector<std::string>;
  CHECK(labels({}, 0, 71) == Labels{"0", "20", "40", "60"});
  CHECK(labels({}, -0.25, 0.35) == Labels{"-0.2", "-0.1", "0", "0.1", "0.2", "0.3"});
  CHECK(labels({"", Scale::log10}, 3.5, 80) == Labels{"5", "10", "20", "50"});
  CHECK(labels({"", Scale::log10}, 1, 1e36) ==
        Labels{"1", "10000", "1e+08", "1e+12", "1e+16", "1e+20", "1e+24", "1e+28", "1e+32", "1e+36"});
  CHECK(labels({"", Scale::log10}, 4, 6) == Labels{"4", "4.5", "5", "5.5", "6"});
  CHECK(labels({"", Scale::log2}, 1.9, 33) == Labels{"2", "4", "8", "16", "32"});
  Axis own;
  own.ticks = {{1, "one"}, {100, "out of range"}};
  CHECK(labels(own, 0, 10) == Labels{"one"});
}

TEST_CASE("no long stretch of a logarithmic axis is without a tick") {
  const Axis axis{"y", Scale::log10};
  for (double low : {0.012, 0.26, 1.0, 2.6, 4.4, 7.1}) {
    for (double ratio : {1.3, 1.9, 2.5, 3.3, 4.0, 6.0, 9.5, 20.0, 70.0, 1e3, 1e6}) {
      for (bool reversed : {false, true}) {
        const Range range{low, low * ratio, Scale::log10, reversed};
        std::vector<double> places = {0, 1};
        for (const auto& tick : ticks_of(axis, range, 5)) places.push_back(range.place(tick.value));
        std::sort(places.begin(), places.end());
        double longest = 0;
        for (std::size_t i = 1; i < places.size(); ++i)
          longest = std::max(longest, places[i] - places[i - 1]);
        INFO("from " << low << " to " << low * ratio);
        CHECK(longest <= 0.37);
      }
    }
  }
  std::vector<std::string> labels;
  for (const auto& tick : ticks_of(axis, {26, 84, Scale::log10, false}, 6)) labels.push_back(tick.label);
  CHECK(labels == std::vector<std::string>{"30", "40", "50", "60", "80"});
}

TEST_CASE("a reversed axis puts large values left, limits are kept") {
  Axis axis{"", Scale::log2, true};
  CHECK(range_of(axis, {2, 32}).place(32) < range_of(axis, {2, 32}).place(2));
  CHECK(range_of(axis, {2, 32}).place(8) == Approx(0.5));
  axis.low = 1;
  axis.high = 64;
  CHECK(range_of(axis, {2, 32}).low == 1);
  CHECK(range_of(axis, {2, 32}).high == 64);
  CHECK(range_of({}, {2, 68}).low == 0);   // near zero: from zero on
  CHECK(range_of({}, {60, 68}).low > 50);  // far from it
}

TEST_CASE("labels are nudged apart, no further than needed") {
  CHECK(spread({10, 50}, 5, 0, 100) == std::vector<double>{10, 50});
  const auto three = spread({50, 50, 50}, 10, 0, 100);
  CHECK(three == std::vector<double>{40, 50, 60});
  CHECK(spread({1, 2}, 10, 0, 100) == std::vector<double>{0, 10});
  CHECK(spread({99, 98}, 10, 0, 100) == std::vector<double>{100, 90});
  CHECK(spread({}, 10, 0, 100).empty());
  gg::Random random(5);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<double> wishes;
    for (std::size_t i = 0; i < 1 + random.below(12); ++i) wishes.push_back(random.uniform(0, 100));
    auto places = spread(wishes, 8, 0, 100);
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      for (std::size_t j = 0; j < wishes.size(); ++j) {
        if (wishes[i] < wishes[j]) REQUIRE(places[j] - places[i] > 7.999);
      }
      REQUIRE(places[i] > -1e-9);
      REQUIRE(places[i] < 100 + 1e-9);
    }
  }
  const auto crowded = spread({5, 5, 5}, 60, 0, 100);  // no room: evenly over all of it
  CHECK(crowded == std::vector<double>{0, 50, 100});
}

namespace {

struct Rgb {
  double r, g, b;
};

Rgb linear_rgb(const std::string& colour) {
  unsigned value = 0;
  std::sscanf(colour.c_str(), "#%6x", &value);
  const auto channel = [&](int shift) { return std::pow(((value >> shift) & 0xFFu) / 255.0, 2.2); };
  return {channel(16), channel(8), channel(0)};
}

// How the colour looks to a dichromat (Machado, Oliveira and Fernandes, 2009, severity 1).
Rgb seen_by(const std::string& who, const Rgb& c) {
  if (who == "deuteranope") {
    return {0.367322 * c.r + 0.860646 * c.g - 0.227968 * c.b,
            0.280085 * c.r + 0.672501 * c.g + 0.047413 * c.b,
            -0.011820 * c.r + 0.042940 * c.g + 0.968881 * c.b};
  }
  if (who == "protanope") {
    return {0.152286 * c.r + 1.052583 * c.g - 0.204868 * c.b,
            0.114503 * c.r + 0.786281 * c.g + 0.099216 * c.b,
            -0.003882 * c.r - 0.048116 * c.g + 1.051998 * c.b};
  }
  return c;
}

// Distance in CIE Lab; about 2 can just be told apart side by side.
double distance(const Rgb& a, const Rgb& b) {
  const auto lab = [](const Rgb& c) {
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * c.r + 0.3576 * c.g + 0.1805 * c.b) / 0.9505);
    const double y = f(0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b);
    const double z = f((0.0193 * c.r + 0.1192 * c.g + 0.9505 * c.b) / 1.089);
    return Rgb{116 * y - 16, 500 * (x - y), 200 * (y - z)};
  };
  const Rgb p = lab(a), q = lab(b);
  return std::sqrt((p.r - q.r) * (p.r - q.r) + (p.g - q.g) * (p.g - q.g) + (p.b - q.b) * (p.b - q.b));
}

}  // namespace

TEST_CASE("the normalizers' colours can be told apart by colour-blind readers") {
  const std::vector<std::string> norms = {"bn", "gn", "ln", "in", "none"};
  for (const std::string who : {"trichromat", "deuteranope", "protanope"}) {
    for (const auto& a : norms) {
      for (const auto& b : norms) {
        if (a >= b) continue;
        INFO(who << " on " << a << " and " << b);
        CHECK(distance(seen_by(who, linear_rgb(colour_of(a))), seen_by(who, linear_rgb(colour_of(b)))) > 15);
      }
    }
  }
}

TEST_CASE("every normalizer of the family has a colour, and a dash or marker, of its own") {
  const auto family = gallery::family();
  const auto styles = styles_of(family);
  for (std::size_t i = 0; i < family.size(); ++i) {
    CHECK(colour_of(family[i]) == styles[i].colour);  // the same alone as among the others
    for (std::size_t j = 0; j < i; ++j) {
      INFO(family[i] << " and " << family[j]);
      CHECK(styles[i].dash != styles[j].dash);
      for (const std::string who : {"trichromat", "deuteranope", "protanope"}) {
        const double apart =
            distance(seen_by(who, linear_rgb(styles[i].colour)), seen_by(who, linear_rgb(styles[j].colour)));
        CHECK(apart > 12);
        if (apart < 25) CHECK(styles[i].marker != styles[j].marker);
      }
    }
  }
  CHECK(colour_of("ws+bn") != colour_of("bn"));
  CHECK(colour_of("ws+bn") == styles_of({"x", "WS+BN"})[1].colour);
}

TEST_CASE("every normalizer that can be made has a look of its own") {
  std::set<std::string> colours;
  for (const std::string& spec : gg::usual_norms()) {
    const std::string name = family_of(spec);
    INFO(name);
    CHECK(colour_of(spec) == colour_of(name));
    CHECK(styles_of({"other", "another", name})[2].colour == colour_of(name));  // not what is left
    CHECK(colours.insert(colour_of(name)).second);
  }
}

TEST_CASE("the settings of a family have shades of their own, the same in every chart") {
  const std::vector<std::string> groups = {"gn:c1", "gn:c2", "gn:c4", "gn:c8", "gn:c16", "gn:c32", "gn:c64"};
  const auto styles = styles_of(groups);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    CHECK(colour_of(groups[i]) == styles[i].colour);
    CHECK(styles_of({"gn:c8", "none", groups[i]})[2].marker ==
          (i == 3 ? Marker::triangle : styles[i].marker));
    for (std::size_t j = 0; j < i; ++j) {
      INFO(groups[i] << " and " << groups[j]);
      CHECK(styles[i].marker != styles[j].marker);
      CHECK(styles[i].dash != styles[j].dash);
      for (const std::string who : {"trichromat", "deuteranope", "protanope"})
        CHECK(distance(seen_by(who, linear_rgb(styles[i].colour)),
                       seen_by(who, linear_rgb(styles[j].colour))) > 12);
    }
  }
  CHECK(colour_of("gn:c8") == colour_of("GN"));
  CHECK(colour_of("ecn:nx4") == colour_of("ecn:2x4"));
  CHECK(colour_of("gn:c99999999999999999999") == colour_of("gn:c64"));
  std::vector<std::string> many(20, "gn:4");
  std::set<std::pair<std::string, std::vector<double>>> looks;
  for (const Style& style : styles_of(many)) looks.emplace(style.colour, style.dash);
  CHECK(looks.size() == many.size());
}

TEST_CASE("a normalizer has its own look wherever it stands") {
  CHECK(colour_of("GN:C4") == colour_of("gn:c4"));
  CHECK(styles_of({"loss", "BN", "gn"})[2].colour == colour_of("gn"));
  const auto styles =
      styles_of({"bn", "gn", "ln", "in", "none", "gn:2", "gn:4", "a", "b", "c", "d", "e", "f"});
  std::set<std::string> colours;
  for (const auto& style : styles) colours.insert(style.colour);
  CHECK(colours.size() == styles.size());
  std::set<Marker> different;
  std::set<std::vector<double>> dashes;
  for (std::size_t i = 0; i < 5; ++i) {
    different.insert(styles[i].marker);
    dashes.insert(styles[i].dash);
  }
  CHECK(different.size() == 5);
  CHECK(dashes.size() == 5);
}
