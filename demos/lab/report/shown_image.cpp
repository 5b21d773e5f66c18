#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/report/group_statistics.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"

namespace gg::lab {
namespace {

struct Cells {
  Numbers x, y, value;
  Texts panel;

  void add(std::size_t column, std::size_t row, double number, const std::string& title) {
    x.push_back(static_cast<double>(column + 1));
    y.push_back(static_cast<double>(row + 1));
    value.push_back(number);
    panel.push_back(title);
  }
};

// One map of those that an "image" or "features" holds.
void add_map(Cells& cells, const Json& maps, std::size_t channel, const std::string& title) {
  const auto height = maps.at("height").get<std::size_t>(), width = maps.at("width").get<std::size_t>();
  const std::vector<double> values = list_of(maps, "values");
  for (std::size_t i = 0; i < height * width; ++i)
    cells.add(i % width, i / width, values.at(channel * height * width + i), title);
}

// Channels without positions: groups from the top down, the channels of each from left to right.
void add_vector(Cells& cells, const Json& maps, std::size_t each) {
  const std::vector<double> values = list_of(maps, "values");
  for (std::size_t c = 0; c < values.size(); ++c) cells.add(c % each, c / each, values[c], "");
}

}  // namespace

Chart shown_chart(const Json& run, const std::string& trained) {
  const Json &shown = run.at("shown"), &features = shown.at("features");
  const std::size_t channels = features.at("channels"), each = channels / shown.at("mean").size();
  const bool has_positions =
      features.at("height").get<std::size_t>() * features.at("width").get<std::size_t>() > 1;
  Cells cells;
  if (has_positions) {
    const std::size_t colours = shown.at("image").at("channels");
    const std::string title = "image: class " + text(shown.at("label").get<std::size_t>());
    for (std::size_t c = 0; c < colours; ++c)
      add_map(cells, shown.at("image"), c, title + (colours == 1 ? "" : ", " + text(c + 1)));
    for (std::size_t c = 0; c < channels; ++c)
      add_map(cells, features, c, "group " + text(c / each + 1) + ", ch. " + text(c + 1));
  } else {
    add_vector(cells, features, each);
  }
  Chart chart;
  chart.title =
      "Test image " + text(shown.at("index").get<std::size_t>()) + " behind the first norm, group by group";
  chart.subtitle = trained + ", " + name_of_norm(run.at("norm")) + " after training, seed " +
                   text(run.at("seed").get<std::size_t>());
  chart.columns = {{"x", cells.x}, {"y", cells.y}, {"value", cells.value}, {"panel", cells.panel}};
  HeatMap mark{"x", "y", "value"};
  mark.diverging = true;
  chart.mark = mark;
  if (has_positions)
    chart.caption =
        "Channels in their order, in groups of neighbours; the image itself in standardized pixels, on the "
        "same scale of colours.";
  chart.facet = has_positions ? "panel" : "";
  chart.x.title = has_positions ? "column" : "channel in the group";
  chart.y.title = has_positions ? "row" : "group";
  chart.y.reversed = true;
  chart.colour.title = "output of the norm (before the ReLU)";
  return chart;
}

}  // namespace gg::lab
