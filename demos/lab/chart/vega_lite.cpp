#include "demos/lab/chart/vega_lite.hpp"

#include "core/check.hpp"
#include "demos/lab/chart/vega_lite_marks.hpp"

namespace gg::lab {
namespace {

Json config() {
  const Json axis = {
      {"labelFontSize", 14},           {"titleFontSize", 14},      {"titleFontWeight", "normal"},
      {"labelColor", soft_ink_colour}, {"titleColor", ink_colour}, {"domainColor", rule_colour},
      {"gridColor", grid_colour},      {"ticks", false},           {"labelPadding", 6}};
  const Json legend = {{"labelFontSize", 14}, {"titleFontSize", 14},      {"titleFontWeight", "normal"},
                       {"symbolSize", 140},   {"symbolStrokeWidth", 2.4}, {"labelColor", ink_colour},
                       {"labelLimit", 300},   {"titleColor", ink_colour}};
  return {{"font", "DejaVu Sans, Verdana, sans-serif"},
          {"axis", axis},
          {"legend", legend},
          {"view", {{"stroke", nullptr}}},
          {"concat", {{"spacing", 18}}},
          {"title", {{"color", ink_colour}, {"subtitleColor", soft_ink_colour}}}};
}

Json heading(const Chart& chart, const Layout& layout) {
  Json title = {{"text", chart.title}, {"anchor", "start"}, {"fontSize", 20}, {"offset", 12}};
  if (!layout.subtitle.empty()) {
    title["subtitle"] = layout.subtitle;
    title["subtitleFontSize"] = 14;
    title["subtitlePadding"] = 6;
  }
  return title;
}

// A text at its place above the axes: a title of Vega's would stand above the ticks' texts, where a panel has
// some, and so not in line with those of its neighbours.
Json panel_title(const std::string& title, double width) {
  const Json mark = {{"type", "text"}, {"align", "left"},      {"baseline", "alphabetic"}, {"fontSize", 14},
                     {"limit", width}, {"fontWeight", "bold"}, {"color", ink_colour}};
  const Json encoding = {{"x", {{"value", 0}}}, {"y", {{"value", -8}}}, {"text", {{"value", title}}}};
  return {{"data", {{"values", {Json::object()}}}}, {"mark", mark}, {"encoding", encoding}};
}

// The rows' names, and what is picked in the legend, hold for all panels.
Json panel_of(const MarkContext& context, std::size_t i) {
  const Panel& panel = context.panels.panels[i];
  const Box& box = context.layout.panels[i];
  Json out = {{"width", box.right - box.left}, {"height", box.bottom - box.top}};
  if (!context.panels.colour_ticks.empty()) out["view"] = {{"fill", no_value_colour}};
  out["data"] = {{"values", mark_values(context, i)}};
  out["layer"] = mark_layers(context, i);
  if (!panel.title.empty()) out["layer"].push_back(panel_title(panel.title, box.right - box.left));
  return out;
}

}  // namespace

Json vega_lite(const Chart& chart, const Canvas& canvas) {
  MarkContext context{chart, panels_of(chart), {}, {}};
  context.layout = layout_of(chart, context.panels, canvas.width, canvas.height);
  context.styles = styles_of(context.panels.series);
  Json panels = Json::array(), views = Json::array();
  for (std::size_t i = 0; i < context.panels.panels.size(); ++i) {
    panels.push_back(panel_of(context, i));
    views.push_back("marks" + text(i));
  }
  Json out = {{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
              {"background", "white"},
              {"padding", 16},
              {"title", heading(chart, context.layout)},
              {"config", config()},
              {"columns", context.layout.columns},
              {"concat", panels}};
  if (!std::holds_alternative<HeatMap>(chart.mark)) {
    const Json by_series = {{"type", "point"}, {"fields", {"series"}}, {"toggle", "true"}};
    out["params"] = {{{"name", "picked"}, {"select", by_series}, {"bind", "legend"}, {"views", views}}};
  }
  return out;
}

}  // namespace gg::lab
