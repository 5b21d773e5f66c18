#include "demos/lab/chart/labels.hpp"
#include "demos/lab/chart/vega_lite_marks.hpp"

namespace gg::lab {

Json mark_values(const MarkContext& context, std::size_t p) {
  const Panels& panels = context.panels;
  const Panel& panel = panels.panels[p];
  Json rows = Json::array();
  for (const auto& line : panel.lines) {
    for (const auto& point : line.points) {
      Json row = {{"series", panels.series[line.series]},
                  {"x", point.x},
                  {"y", point.y},
                  {"low", point.low},
                  {"high", point.high}};
      if (!panels.levels.empty()) {
        row["level"] = panels.levels[line.level];
        row["band"] = 2 * line.level >= panels.levels.size();
      }
      rows.push_back(row);
    }
  }
  for (const auto& cell : panel.cells) {
    rows.push_back({{"column", cell.x},
                    {"row", cell.y},
                    {"left", cell.left},
                    {"right", cell.right},
                    {"bottom", cell.bottom},
                    {"top", cell.top},
                    {"value", cell.value}});
  }
  for (const auto& bar : panel.bars) {
    rows.push_back({{"series", panels.series[bar.series]},
                    {"category", bar.category},
                    {"start", 0},
                    {"value", bar.value},
                    {"label", three_digits(bar.value)},
                    {"label_at", bar.label_at},
                    {"label_left", bar.label_left},
                    {"low", bar.low},
                    {"high", bar.high},
                    {"bottom", bar.bottom},
                    {"top", bar.top},
                    {"y", (bar.bottom + bar.top) / 2}});
  }
  return rows;
}

}  // namespace gg::lab
