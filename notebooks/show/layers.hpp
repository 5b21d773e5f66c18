// Where boxes and arrows of a graph go: in layers, every arrow from a higher one to a lower one.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace gg::show {

struct Place {
  double x, y;
};

struct Layers {
  std::vector<Place> boxes;                // their centres
  std::vector<std::vector<Place>> arrows;  // where each starts, enters and leaves layers, and ends
  double width = 0, height = 0;            // of the whole
};

// Arrows name two boxes each and form no cycle; two may join the same boxes. Each box lies one layer above
// the highest of those it leads to. Sugiyama, Tagawa and Toda (1981), with layers by longest paths and an
// order by barycentres. `boxes` are widths; all have one height, and layers are `gap` apart.
Layers in_layers(const std::vector<double>& boxes,
                 const std::vector<std::pair<std::size_t, std::size_t>>& arrows, double height, double gap);

}  // namespace gg::show
