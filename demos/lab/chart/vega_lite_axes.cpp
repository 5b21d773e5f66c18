#include "demos/lab/chart/gnuplot_marks.hpp"
#include "demos/lab/chart/vega_lite_marks.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// The ticks' texts by their values: values and texts are the same lists here and there.
std::string label_expression(const std::vector<Tick>& ticks, std::size_t most) {
  Json values = Json::array(), labels = Json::array();
  for (const auto& tick : ticks) {
    values.push_back(tick.value);
    labels.push_back(shortened(tick.label, most));
  }
  return labels.dump() + "[indexof(" + values.dump() + ", datum.value)]";
}

// length: of the axis; a longer title would push the panel's neighbours out of line.
Json axis_of(const Axis& axis, const std::vector<Tick>& ticks, bool labelled, bool titled, bool has_grid,
             std::size_t most, double length) {
  Json values = Json::array();
  for (const auto& tick : ticks) values.push_back(tick.value);
  Json out = {{"values", values}, {"grid", has_grid}, {"labels", labelled}};
  if (labelled) out["labelExpr"] = label_expression(ticks, most);
  if (titled && !axis.title.empty()) {
    out["title"] = wrapped(axis.title, text_size, length);
  } else {
    out["title"] = nullptr;
  }
  return out;
}

Json scale_of(const Range& range) {
  Json out = {{"domain", {range.low, range.high}}, {"nice", false}, {"reverse", range.reversed}};
  if (range.scale == Scale::linear) {
    out["zero"] = false;
  } else {
    out["type"] = "log";
    out["base"] = range.scale == Scale::log2 ? 2 : 10;
  }
  return out;
}

}  // namespace

Json axes_of(const MarkContext& context, std::size_t i) {
  const auto& [chart, panels, layout, styles] = context;
  const Panel& panel = panels.panels[i];
  const Box& box = layout.panels[i];
  const bool has_cells = !panels.colour_ticks.empty();
  const bool is_lowest = i + layout.columns >= panels.panels.size();
  Json x = axis_of(chart.x, panel.x_ticks, layout.has_x_ticks[i], is_lowest, !has_cells, most_x_characters,
                   box.right - box.left);
  Json y = axis_of(chart.y, panel.y_ticks, layout.has_y_ticks[i], i % layout.columns == 0,
                   !has_cells && !panels.y_texts, most_y_characters, box.bottom - box.top);
  x["labelAngle"] = layout.has_slanted_x_ticks ? -slant : 0;
  if (layout.has_slanted_x_ticks) x["labelAlign"] = "right";
  x["labelOverlap"] = true;
  y["labelOverlap"] = true;
  y["domain"] = false;
  return {{"x", {{"field", "x"}, {"type", "quantitative"}, {"scale", scale_of(panel.x)}, {"axis", x}}},
          {"y", {{"field", "y"}, {"type", "quantitative"}, {"scale", scale_of(panel.y)}, {"axis", y}}}};
}

Json by_series(const MarkContext& context, const Json& range) {
  Json legend;
  if (has_series_legend(context.panels)) {
    legend = {{"orient", "top"},
              {"title", nullptr},
              {"direction", "horizontal"},
              {"columns", 8},
              {"symbolOpacity", 1}};
    // Of lines without markers a stroke, long enough to tell its dashes.
    if (std::holds_alternative<LineWithBand>(context.chart.mark) && !markers_in(context.panels))
      legend.update({{"symbolType", "stroke"}, {"symbolSize", 1600}});
  }
  return {{"field", "series"},
          {"type", "nominal"},
          {"scale", {{"domain", context.panels.series}, {"range", range}}},
          {"legend", legend}};
}

Json colours_of(const MarkContext& context) {
  Json range = Json::array();
  for (const auto& style : context.styles) range.push_back(style.colour);
  return by_series(context, range);
}

Json picked(double opacity) {
  return {{"condition", {{"param", "picked"}, {"value", opacity}}}, {"value", opacity * 0.08}};
}

}  // namespace gg::lab
