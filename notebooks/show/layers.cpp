#include "notebooks/show/layers.hpp"

#include <algorithm>
#include <cmath>

namespace gg::show {
namespace {

using Arrows = std::vector<std::pair<std::size_t, std::size_t>>;

constexpr double between = 18;                            // boxes side by side
constexpr double port = 16;                               // arrows that end at one box, at most
constexpr double of_leaf = 1e-4, of_op = 1, of_bend = 8;  // how an arrow pulls; ops are to stand in a line
constexpr double straight = 0.5;                          // a bend of less is none
constexpr int rounds = 12;

// A box, or a place where an arrow passes through a layer.
struct Point {
  std::size_t layer = 0;
  double width = 0, x = 0, to = 0;                           // to: where its neighbours would have it
  std::vector<std::pair<std::size_t, double>> above, below;  // neighbours, and how strongly they pull
};

struct Drawing {
  std::vector<Point> points;                     // boxes first
  std::vector<std::vector<std::size_t>> layers;  // points from left to right; the lowest layer first
  std::vector<std::vector<std::size_t>> routes;  // the points along each arrow
};

using Side = std::vector<std::pair<std::size_t, double>> Point::*;

std::vector<std::size_t> longest_paths(std::size_t boxes, const Arrows& arrows) {
  std::vector<std::vector<std::size_t>> sources(boxes);
  std::vector<std::size_t> layer(boxes, 0), waiting(boxes, 0), ready;
  for (const auto& [from, to] : arrows) {
    sources[to].push_back(from);
    ++waiting[from];
  }
  for (std::size_t i = 0; i < boxes; ++i) {
    if (waiting[i] == 0) ready.push_back(i);
  }
  while (!ready.empty()) {
    const std::size_t to = ready.back();
    ready.pop_back();
    for (const std::size_t from : sources[to]) {
      layer[from] = std::max(layer[from], layer[to] + 1);
      if (--waiting[from] == 0) ready.push_back(from);
    }
  }
  return layer;
}

Drawing drawing_of(const std::vector<double>& boxes, const Arrows& arrows) {
  Drawing drawing;
  drawing.points.resize(boxes.size());
  const std::vector<std::size_t> layer = longest_paths(boxes.size(), arrows);
  std::vector<bool> is_leaf(boxes.size(), true);
  for (const auto& arrow : arrows) is_leaf[arrow.second] = false;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    drawing.points[i].layer = layer[i];
    drawing.points[i].width = boxes[i];
  }
  const auto join = [&](std::size_t upper, std::size_t lower, double pull) {
    drawing.points[upper].below.emplace_back(lower, pull);
    drawing.points[lower].above.emplace_back(upper, pull);
  };
  for (const auto& [from, to] : arrows) {
    const double pull = is_leaf[from] ? of_leaf : of_op;
    std::vector<std::size_t> route{from};
    for (std::size_t at = layer[from] - 1; at > layer[to]; --at) {
      drawing.points.emplace_back();
      drawing.points.back().layer = at;
      join(route.back(), drawing.points.size() - 1, route.size() == 1 ? pull : of_bend);
      route.push_back(drawing.points.size() - 1);
    }
    join(route.back(), to, route.size() == 1 ? pull : of_op);
    route.push_back(to);
    drawing.routes.push_back(route);
  }
  for (std::size_t i = 0; i < drawing.points.size(); ++i) {
    const std::size_t at = drawing.points[i].layer;
    if (at >= drawing.layers.size()) drawing.layers.resize(at + 1);
    drawing.layers[at].push_back(i);
  }
  return drawing;
}

// The mean of the neighbours' places, and what pulls there; where there is none, the point's own.
std::pair<double, double> wish(const Drawing& drawing, const Point& point, const std::vector<Side>& sides) {
  double sum = 0, pull = 0;
  for (const Side side : sides) {
    for (const auto& [other, strength] : point.*side) {
      sum += strength * drawing.points[other].x;
      pull += strength;
    }
  }
  return pull > 0 ? std::make_pair(sum / pull, pull) : std::make_pair(point.x, 1e-9);
}

// Layer by layer, each seen from the one before it.
template <class Visit>
void sweep(Drawing& drawing, bool downward, const Visit& visit) {
  if (downward) {
    std::for_each(drawing.layers.rbegin(), drawing.layers.rend(), visit);
  } else {
    std::for_each(drawing.layers.begin(), drawing.layers.end(), visit);
  }
}

// Fewer crossings: each point goes to the mean place of its neighbours in the layer before, where places are
// counted, not measured.
void order(Drawing& drawing) {
  const auto count = [&](std::vector<std::size_t>& layer) {
    for (std::size_t i = 0; i < layer.size(); ++i) {
      drawing.points[layer[i]].x = static_cast<double>(i) - static_cast<double>(layer.size()) / 2;
    }
  };
  for (auto& layer : drawing.layers) count(layer);
  for (int round = 0; round < rounds; ++round) {
    const std::vector<Side> sides{round % 2 == 0 ? &Point::below : &Point::above};
    sweep(drawing, round % 2 != 0, [&](std::vector<std::size_t>& layer) {
      for (const std::size_t i : layer) drawing.points[i].to = wish(drawing, drawing.points[i], sides).first;
      std::stable_sort(layer.begin(), layer.end(), [&](std::size_t a, std::size_t b) {
        return drawing.points[a].to < drawing.points[b].to;
      });
      count(layer);
    });
  }
}

// Moves points of one layer as near to what they wish as their order and widths allow, by least squares:
// those that would overlap become a block, which goes to the mean of its members' wishes.
void settle(Drawing& drawing, const std::vector<std::size_t>& layer, const std::vector<Side>& sides) {
  struct Block {
    std::size_t first;
    double sum, pull;
    double at() const { return sum / pull; }
  };
  std::vector<double> offset{0};  // of each point from the first, side by side
  for (std::size_t i = 1; i < layer.size(); ++i) {
    const double widths = drawing.points[layer[i - 1]].width + drawing.points[layer[i]].width;
    offset.push_back(offset.back() + widths / 2 + between);
  }
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < layer.size(); ++i) {
    const auto [to, pull] = wish(drawing, drawing.points[layer[i]], sides);
    blocks.push_back({i, (to - offset[i]) * pull, pull});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].at() > blocks.back().at()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().pull += last.pull;
    }
  }
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const std::size_t end = b + 1 < blocks.size() ? blocks[b + 1].first : layer.size();
    for (std::size_t i = blocks[b].first; i < end; ++i) {
      drawing.points[layer[i]].x = blocks[b].at() + offset[i];
    }
  }
}

void place(Drawing& drawing) {
  for (int round = 0; round < rounds; ++round) {
    const bool downward = round % 2 != 0;
    std::vector<Side> sides{downward ? &Point::above : &Point::below};
    if (round + 2 >= rounds) sides = {&Point::above, &Point::below};
    sweep(drawing, downward, [&](const std::vector<std::size_t>& layer) { settle(drawing, layer, sides); });
  }
}

// Where arrows touch a box: beside each other, in the order of the points they come from or go to.
// `end`: 0 for where arrows start, 1 for where they end.
void spread_ports(const Drawing& drawing, std::size_t boxes, bool end, Layers& layers) {
  std::vector<std::vector<std::size_t>> at(boxes);
  for (std::size_t a = 0; a < drawing.routes.size(); ++a) {
    at[end ? drawing.routes[a].back() : drawing.routes[a].front()].push_back(a);
  }
  for (std::size_t box = 0; box < boxes; ++box) {
    const auto next = [&](std::size_t a) {
      const auto& route = drawing.routes[a];
      return drawing.points[end ? route[route.size() - 2] : route[1]].x;
    };
    std::stable_sort(at[box].begin(), at[box].end(),
                     [&](std::size_t a, std::size_t b) { return next(a) < next(b); });
    const auto n = static_cast<double>(at[box].size());
    const double step = std::min(port, drawing.points[box].width / (n + 1));
    for (std::size_t i = 0; i < at[box].size(); ++i) {
      auto& arrow = layers.arrows[at[box][i]];
      (end ? arrow.back() : arrow.front()).x += (static_cast<double>(i) - (n - 1) / 2) * step;
    }
  }
}

// Goes on to a place, in one piece with what leads there if that is straight.
void pass(const Place& place, std::vector<Place>& arrow) {
  const std::size_t n = arrow.size();
  const bool is_straight =
      n > 1 && std::abs(arrow[n - 2].x - place.x) < straight && std::abs(arrow[n - 1].x - place.x) < straight;
  if (is_straight) arrow.pop_back();
  arrow.push_back(place);
}

}  // namespace

Layers in_layers(const std::vector<double>& boxes, const Arrows& arrows, double height, double gap) {
  Drawing drawing = drawing_of(boxes, arrows);
  order(drawing);
  place(drawing);
  double left = INFINITY, right = -INFINITY;
  for (const Point& point : drawing.points) {
    left = std::min(left, point.x - point.width / 2);
    right = std::max(right, point.x + point.width / 2);
  }
  Layers layers;
  const auto centre = [&](std::size_t i) {
    const std::size_t from_top = drawing.layers.size() - 1 - drawing.points[i].layer;
    return Place{drawing.points[i].x - left, height / 2 + static_cast<double>(from_top) * (height + gap)};
  };
  for (std::size_t i = 0; i < boxes.size(); ++i) layers.boxes.push_back(centre(i));
  for (const auto& route : drawing.routes) {
    layers.arrows.emplace_back();
    for (const std::size_t i : route) {
      const Place at = centre(i);
      if (i != route.front()) pass({at.x, at.y - height / 2}, layers.arrows.back());
      if (i != route.back()) pass({at.x, at.y + height / 2}, layers.arrows.back());
    }
  }
  spread_ports(drawing, boxes.size(), false, layers);
  spread_ports(drawing, boxes.size(), true, layers);
  layers.width = right - left;
  layers.height = static_cast<double>(drawing.layers.size()) * (height + gap) - gap;
  return layers;
}

}  // namespace gg::show
