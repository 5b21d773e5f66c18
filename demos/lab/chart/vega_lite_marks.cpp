#include "demos/lab/chart/vega_lite_marks.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/chart/gnuplot_marks.hpp"

namespace gg::lab {
namespace {

using Names = std::vector<std::pair<std::string, std::string>>;  // a field, and what its column is called

Json tooltip(const Names& fields) {
  Json out = Json::array();
  for (const auto& [field, title] : fields) {
    if (title.empty()) continue;
    const bool is_text =
        field == "series" || field == "level" || field == "category" || field == "column" || field == "row";
    Json item = {{"field", field}, {"title", title}, {"type", is_text ? "nominal" : "quantitative"}};
    if (!is_text) item["format"] = ".6~g";
    out.push_back(item);
  }
  return out;
}

// A layer with the panel's axes; `extra` goes into its encoding, null taking out what is there.
Json layer(const MarkContext& context, std::size_t p, const Json& mark, const Json& extra) {
  Json encoding = axes_of(context, p);
  for (const auto& item : extra.items()) {
    if (item.value().is_null()) {
      encoding.erase(item.key());
    } else if (encoding.contains(item.key())) {
      encoding[item.key()].update(item.value());
    } else {
      encoding[item.key()] = item.value();
    }
  }
  return {{"mark", mark}, {"encoding", encoding}};
}

const char* shape_of(Marker marker) {
  switch (marker) {
    case Marker::square:
    case Marker::open_square:
      return "square";
    case Marker::triangle:
    case Marker::open_triangle:
      return "triangle-up";
    case Marker::triangle_down:
    case Marker::open_triangle_down:
      return "triangle-down";
    case Marker::diamond:
    case Marker::open_diamond:
      return "diamond";
    case Marker::cross:
      return "cross";
    case Marker::circle:
    case Marker::open_circle:
      return "circle";
  }
  return "circle";
}

Json shapes(const MarkContext& context) {
  Json range = Json::array();
  for (const auto& style : context.styles) range.push_back(shape_of(style.marker));
  return by_series(context, range);
}

Json dashes(const MarkContext& context) {
  Json range = Json::array();
  for (const auto& style : context.styles) {
    Json dash = Json::array();
    for (double length : style.dash) dash.push_back(length * 1.6);
    if (style.dash.empty()) dash = {1, 0};
    range.push_back(dash);
  }
  return by_series(context, range);
}

Names names_of(const LineWithBand& mark) {
  return {{"series", mark.series}, {"x", mark.x}, {"y", mark.y}, {"low", mark.y_low}, {"high", mark.y_high}};
}
Names names_of(const Fan& mark) {
  return {{"series", mark.series}, {"level", "level"}, {"x", mark.x}, {"y", "value"}};
}
Names names_of(const HeatMap& mark) { return {{"column", mark.x}, {"row", mark.y}, {"value", mark.value}}; }
Names names_of(const Bars& mark) {
  return {{"category", mark.category},
          {"series", mark.series},
          {"value", mark.value},
          {"low", mark.low},
          {"high", mark.high}};
}

Json tooltip_of(const MarkContext& context) {
  return tooltip(std::visit([](const auto& mark) { return names_of(mark); }, context.chart.mark));
}

// Whole markers, those at the edge as well, as gnuplot draws them: none is cut, those outside are left out.
Json markers_layer(const MarkContext& context, std::size_t p, const char* x, double size,
                   const Json& encoding) {
  const Panel& panel = context.panels.panels[p];
  const auto within = [](const char* field, const Range& range) {
    return "inrange(datum." + std::string(field) + ", " + Json{range.low, range.high}.dump() + ")";
  };
  Json out =
      layer(context, p, {{"type", "point"}, {"filled", true}, {"size", size}, {"clip", false}}, encoding);
  out["transform"] = {{{"filter", within(x, panel.x) + " && " + within("y", panel.y)}}};
  return out;
}

void add_lines(const MarkContext& context, std::size_t p, Json& layers) {
  const Panels& panels = context.panels;
  const bool is_fan = !panels.levels.empty(), has_markers = markers_in(panels);
  const Json colour = colours_of(context), level = {{"field", "level"}, {"type", "nominal"}};
  if (panels.has_band) {
    Json band = layer(context, p, {{"type", "area"}, {"clip", true}},
                      {{"y", {{"field", "low"}}},
                       {"y2", {{"field", "high"}}},
                       {"color", colour},
                       {"opacity", picked(is_fan ? fan_opacity : band_opacity)},
                       {"detail", level}});
    if (is_fan) band["transform"] = {{{"filter", "datum.band"}}};
    layers.push_back(band);
  }
  Json lines = {{"color", colour}, {"opacity", picked(1)}, {"detail", level}};
  if (!has_markers && !is_fan) lines["strokeDash"] = dashes(context);
  layers.push_back(
      layer(context, p, {{"type", "line"}, {"clip", true}, {"strokeWidth", is_fan ? 1.4 : 2.4}}, lines));
  Json points = {{"color", colour},
                 {"opacity", has_markers ? picked(1) : Json{{"value", 0}}},
                 {"tooltip", tooltip_of(context)}};
  if (has_markers) points["shape"] = shapes(context);
  layers.push_back(markers_layer(context, p, "x", has_markers ? 70 : 160, points));
}

void add_cells(const MarkContext& context, std::size_t p, Json& layers) {
  const Panels& panels = context.panels;
  const Range& range = panels.colour;
  double low = scaled(range.low, range.scale), high = scaled(range.high, range.scale);
  if (panels.diverging) {
    high = std::max(std::abs(low), std::abs(high));
    low = -high;
  }
  // As many places as colours: between them the browser mixes as colour_in_palette does.
  const auto& colours = palette(panels.diverging);
  Json domain = Json::array();
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(colours.size() - 1);
    domain.push_back(unscaled(low + share * (high - low), range.scale));
  }
  Json scale = {{"type", range.scale == Scale::linear ? "linear" : "log"},
                {"domain", domain},
                {"range", colours},
                {"clamp", true},
                {"interpolate", "rgb"}};
  Json values = Json::array();
  for (const auto& tick : panels.colour_ticks) values.push_back(tick.value);
  Json legend = {{"title", context.chart.colour.title}, {"values", values}, {"gradientLength", 220}};
  if (context.chart.colour.title.empty()) legend["title"] = nullptr;
  layers.push_back(
      layer(context, p, {{"type", "rect"}, {"clip", true}},
            {{"x", {{"field", "left"}}},
             {"x2", {{"field", "right"}}},
             {"y", {{"field", "bottom"}}},
             {"y2", {{"field", "top"}}},
             {"color", {{"field", "value"}, {"type", "quantitative"}, {"scale", scale}, {"legend", legend}}},
             {"tooltip", tooltip_of(context)}}));
}

void add_bars(const MarkContext& context, std::size_t p, Json& layers) {
  const Panels& panels = context.panels;
  const Json colour = colours_of(context);
  if (panels.has_values_axis) {
    layers.push_back(layer(context, p, {{"type", "rect"}, {"clip", true}},
                           {{"x", {{"field", "start"}}},
                            {"x2", {{"field", "value"}}},
                            {"y", {{"field", "bottom"}}},
                            {"y2", {{"field", "top"}}},
                            {"color", colour},
                            {"opacity", picked(1)},
                            {"tooltip", tooltip_of(context)}}));
  } else {
    layers.push_back(markers_layer(context, p, "value", 90,
                                   {{"x", {{"field", "value"}}},
                                    {"color", colour},
                                    {"opacity", picked(1)},
                                    {"tooltip", tooltip_of(context)}}));
  }
  if (panels.has_band) {
    layers.push_back(
        layer(context, p, {{"type", "rule"}, {"clip", true}, {"strokeWidth", 1.6}, {"color", ink_colour}},
              {{"x", {{"field", "low"}}}, {"x2", {{"field", "high"}}}, {"opacity", picked(0.75)}}));
  }
  for (const bool is_left : {false, true}) {
    Json numbers = layer(context, p,
                         {{"type", "text"},
                          {"align", is_left ? "right" : "left"},
                          {"dx", is_left ? -8 : 8},
                          {"fontSize", 12.5},
                          {"color", ink_colour}},
                         {{"x", {{"field", "label_at"}}},
                          {"text", {{"field", "label"}, {"type", "nominal"}}},
                          {"opacity", picked(1)}});
    numbers["transform"] = {{{"filter", is_left ? "datum.label_left" : "!datum.label_left"}}};
    layers.push_back(numbers);
  }
}

}  // namespace

Json mark_layers(const MarkContext& context, std::size_t p) {
  const bool has_cells = !context.panels.colour_ticks.empty(),
             has_bars = std::holds_alternative<Bars>(context.chart.mark);
  Json layers = Json::array();
  if (has_cells) {
    add_cells(context, p, layers);
  } else if (has_bars) {
    add_bars(context, p, layers);
  } else {
    add_lines(context, p, layers);
  }
  add_notes(context, p, layers);
  if (!has_cells) {
    layers[0]["name"] = "marks" + text(p);
  }
  return layers;
}

}  // namespace gg::lab
