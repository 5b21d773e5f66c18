// What stands beside the marks: reference lines, and the names at the ends of lines.
#include "demos/lab/chart/vega_lite_marks.hpp"

namespace gg::lab {
namespace {

void add_references(const MarkContext& context, std::size_t p, Json& layers) {
  const Box& box = context.layout.panels[p];
  for (std::size_t i = 0; i < context.chart.references.size(); ++i) {
    const ReferenceLine& line = context.chart.references[i];
    const bool at_right = context.panels.references_right[i];
    const bool across_y = line.axis == ReferenceLine::Across::y;
    const char *along = across_y ? "y" : "x", *other = across_y ? "x" : "y";
    Json encoding = axes_of(context, p);
    encoding.erase(other);
    encoding[along].erase("field");
    encoding[along]["datum"] = line.value;
    const Json none = {{"values", {{{"label", line.label}}}}};
    layers.push_back(
        {{"data", none},
         {"mark",
          {{"type", "rule"}, {"strokeDash", {6, 5}}, {"strokeWidth", 1.4}, {"color", reference_colour}}},
         {"encoding", encoding}});
    if (line.label.empty()) continue;
    encoding[other] = {{"value", at_right ? box.right - box.left - 6 : across_y ? 6.0 : 8.0}};
    encoding["text"] = {{"field", "label"}, {"type", "nominal"}};
    const Json mark = {{"type", "text"},          {"align", at_right ? "right" : "left"},
                       {"fontSize", 12.5},        {"dx", across_y ? 0 : 5},
                       {"dy", across_y ? -9 : 0}, {"color", soft_ink_colour}};
    Json halo = mark;  // in the colour of the ground: lines of the data pass behind it
    halo.update({{"color", "white"}, {"stroke", "white"}, {"strokeWidth", 5}, {"strokeJoin", "round"}});
    for (const Json& one : {halo, mark})
      layers.push_back({{"data", none}, {"mark", one}, {"encoding", encoding}});
  }
}

// At their places in pixels, which are the same here as in gnuplot's drawing.
void add_end_labels(const MarkContext& context, std::size_t p, Json& layers) {
  const Box& box = context.layout.panels[p];
  Json values = Json::array();
  for (const auto& name : end_labels_of(context.panels, context.panels.panels[p], box)) {
    values.push_back({{"series", context.panels.series[name.series]},
                      {"name", name.name},
                      {"at_x", name.left - box.left},
                      {"at_y", name.middle - box.top},
                      {"from_x", name.end_x + 7 - box.left},
                      {"from_y", name.end_y - box.top},
                      {"to_x", name.left - 4 - box.left},
                      {"has_leader", name.has_leader}});
  }
  const auto pixels = [](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", nullptr}, {"axis", nullptr}};
  };
  const Json colour = colours_of(context);
  Json leaders = Json::array();
  for (const auto& value : values) {
    if (value["has_leader"]) leaders.push_back(value);
  }
  layers.push_back({{"data", {{"values", leaders}}},
                    {"mark", {{"type", "rule"}, {"strokeWidth", 0.8}}},
                    {"encoding",
                     {{"x", pixels("from_x")},
                      {"y", pixels("from_y")},
                      {"x2", {{"field", "to_x"}}},
                      {"y2", {{"field", "at_y"}}},
                      {"color", colour},
                      {"opacity", picked(1)}}}});
  layers.push_back({{"data", {{"values", values}}},
                    {"mark", {{"type", "text"}, {"align", "left"}, {"fontSize", 14}, {"fontWeight", "bold"}}},
                    {"encoding",
                     {{"x", pixels("at_x")},
                      {"y", pixels("at_y")},
                      {"text", {{"field", "name"}, {"type", "nominal"}}},
                      {"color", colour},
                      {"opacity", picked(1)}}}});
}

}  // namespace

void add_notes(const MarkContext& context, std::size_t p, Json& layers) {
  add_references(context, p, layers);
  if (context.panels.has_end_labels) add_end_labels(context, p, layers);
}

}  // namespace gg::lab
