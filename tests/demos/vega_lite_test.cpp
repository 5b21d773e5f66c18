// The specification as far as it can be read; the browser test looks at what comes of it.
#include "demos/lab/chart/vega_lite.hpp"

#include <set>

#include "demos/lab/chart/layout.hpp"
#include "demos/lab/chart/palette.hpp"
#include "demos/lab/chart/panels.hpp"
#include "demos/lab/chart/style.hpp"
#include "tests/catch.hpp"
#include "tests/demos/gallery.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

// The first encoding of that channel in a panel that has the key.
Json encoding_of(const Json& panel, const std::string& channel, const std::string& key) {
  for (const auto& layer : panel.at("layer")) {
    const Json& encoding = layer.at("encoding");
    if (encoding.contains(channel) && encoding.at(channel).contains(key)) return encoding.at(channel);
  }
  return {};
}

}  // namespace

TEST_CASE("a specification has the panels, axes and colours that gnuplot draws") {
  for (const auto& item : gallery::charts()) {
    INFO(item.name);
    const Json spec = vega_lite(item.chart, item.canvas);
    const Panels panels = panels_of(item.chart);
    REQUIRE(spec.at("concat").size() == panels.panels.size());
    CHECK(spec.at("title").at("text") == item.chart.title);
    for (std::size_t i = 0; i < panels.panels.size(); ++i) {
      const Panel& panel = panels.panels[i];
      const Json& drawn = spec.at("concat")[i];
      const Json x = encoding_of(drawn, "x", "scale");
      CHECK(x.at("scale").at("domain") == Json{panel.x.low, panel.x.high});
      CHECK(x.at("scale").at("reverse") == panel.x.reversed);
      CHECK(x.at("axis").at("values").size() == panel.x_ticks.size());
      std::size_t points = panel.cells.size() + panel.bars.size();
      for (const auto& line : panel.lines) points += line.points.size();
      CHECK(drawn.at("data").at("values").size() == points);
    }
    CHECK_FALSE(contains(spec.dump(), "null,null"));
  }
}

TEST_CASE("each series has its own colour and is picked by the legend") {
  const Json spec = vega_lite(gallery::lines(true));
  const Json colour = encoding_of(spec.at("concat")[0], "color", "scale");
  CHECK(colour.at("scale").at("domain") == Json{"BN", "GN:c8", "LN", "IN", "none"});
  CHECK(colour.at("scale").at("range")[1] == colour_of("gn"));
  CHECK(spec.at("params")[0].at("bind") == "legend");
  CHECK(spec.at("params")[0].at("views").size() == 3);
  CHECK_FALSE(vega_lite(gallery::heat(true)).contains("params"));
}

TEST_CASE("logarithmic axes, reference lines and own ticks are kept") {
  const Json spec = vega_lite(gallery::lines(false));
  const Json x = encoding_of(spec.at("concat")[0], "x", "scale"),
             y = encoding_of(spec.at("concat")[0], "y", "datum");
  CHECK(x.at("scale").at("type") == "log");
  CHECK(x.at("scale").at("base") == 2);
  CHECK(contains(x.at("axis").at("labelExpr"),
                 "[\"32\",\"16\",\"8\",\"4\",\"2\"][indexof([32.0,16.0,8.0,4.0,2.0]"));
  CHECK(y.at("datum") == 10);
}

TEST_CASE("a heat map has the palette of the still picture") {
  const Json colour = encoding_of(vega_lite(gallery::heat(true)).at("concat")[0], "color", "scale");
  CHECK(colour.at("scale").at("range") == Json(palette(true)));
  const Json domain = colour.at("scale").at("domain");
  CHECK(domain.size() == palette(true).size());
  CHECK(domain[5].get<double>() == Approx(0).margin(1e-12));
  CHECK(domain.front().get<double>() == -domain.back().get<double>());
}

TEST_CASE("the number of a negative bar stands on its left") {
  Chart chart;
  chart.title = "Bars";
  chart.columns = {{"norm", Texts{"bn", "ln", "gn"}},
                   {"change", Numbers{-6.65, 4, -0.2}},
                   {"low", Numbers{-7, 3, -1}},
                   {"high", Numbers{-6, 5, 0.6}}};
  chart.mark = Bars{"norm", "change", "low", "high"};
  const Json panel = vega_lite(chart).at("concat")[0];
  const Json rows = panel.at("data").at("values");
  CHECK(rows[0].at("label_at") == -7);
  CHECK(rows[0].at("label_left") == true);
  CHECK(rows[1].at("label_at") == 5);
  CHECK(rows[1].at("label_left") == false);
  CHECK(rows[2].at("label_at") == -1);
  std::set<std::string> looks;
  for (const auto& layer : panel.at("layer")) {
    if (layer.at("mark").at("type") != "text") continue;
    looks.insert(layer.at("transform")[0].at("filter").get<std::string>() + " " +
                 layer.at("mark").at("align").get<std::string>());
    CHECK(layer.at("encoding").at("x").at("field") == "label_at");
  }
  CHECK(looks == std::set<std::string>{"!datum.label_left left", "datum.label_left right"});
  chart.x.reversed = true;
  CHECK(vega_lite(chart).at("concat")[0].at("data").at("values")[0].at("label_left") == false);
}

TEST_CASE("no title of an axis is longer than its panel") {
  Chart chart = gallery::lines(true);
  chart.y.title = "a long title that says what is shown and in which unit";
  const Canvas canvas{960, 330};
  const Json panel = vega_lite(chart, canvas).at("concat")[0];
  const Json lines = encoding_of(panel, "y", "axis").at("axis").at("title");
  CHECK(lines.size() > 1);
  std::string all;
  for (const std::string line : lines) {
    CHECK(text_width(line, text_size) <= panel.at("height").get<double>());
    all += (all.empty() ? "" : " ") + line;
  }
  CHECK(all == chart.y.title);
}

TEST_CASE("a marker at the edge is whole, one outside is left out") {
  Chart chart;
  chart.title = "Edge";
  chart.columns = {{"step", Numbers{0, 10, 20}}, {"loss", Numbers{1, 2, 3}}};
  chart.mark = LineWithBand{"step", "loss"};
  chart.x.low = 0;
  chart.x.high = 10;
  std::size_t found = 0;
  const Json layers = vega_lite(chart).at("concat")[0].at("layer");
  for (const auto& layer : layers) {
    if (layer.at("mark").at("type") != "point") continue;
    ++found;
    CHECK(layer.at("mark").at("clip") == false);
    CHECK(contains(layer.at("transform")[0].at("filter"), "inrange(datum.x, [0.0,10.0])"));
  }
  CHECK(found == 1);
}

TEST_CASE("lines pass behind the name of a reference line") {
  const Json layers = vega_lite(gallery::lines(false)).at("concat")[0].at("layer");
  std::vector<Json> names;
  for (const auto& layer : layers) {
    const bool is_name = layer.at("mark").at("type") == "text" && layer.contains("data") &&
                         layer.at("data").at("values")[0].contains("label");
    if (is_name) names.push_back(layer.at("mark"));
  }
  REQUIRE(names.size() == 2);
  CHECK(names[0].at("stroke") == "white");
  CHECK_FALSE(names[1].contains("stroke"));
}

TEST_CASE("titles of panels stand at one height") {
  const Json spec = vega_lite(gallery::lines(true));
  for (const auto& panel : spec.at("concat")) {
    CHECK_FALSE(panel.contains("title"));
    CHECK(panel.at("layer").back().at("encoding").at("y").at("value") == -8);
  }
}

TEST_CASE("what check does not pass makes no specification") {
  Chart chart = gallery::lines(false);
  chart.mark = LineWithBand{"batch", "nothing"};
  CHECK(contains(error_of([&] { vega_lite(chart); }), "no column \"nothing\""));
}
