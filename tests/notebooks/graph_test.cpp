// How graphs are laid out and drawn in notebooks.
#include "notebooks/show/graph.hpp"

#include <algorithm>
#include <cmath>

#include "core/groupgrad.hpp"
#include "notebooks/show/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg;
using namespace gg::show;

namespace {

using Arrows = std::vector<std::pair<std::size_t, std::size_t>>;
constexpr double height = 30, gap = 20;

Layers laid_out(const std::vector<double>& boxes, const Arrows& arrows) {
  return in_layers(boxes, arrows, height, gap);
}

std::string drawing_of(const Tensor& y, const NamedTensors& names = {}) {
  const Bundle forms = bundle(graph(y, names));
  REQUIRE(forms[0].first == "image/svg+xml");
  return forms[0].second;
}

}  // namespace

TEST_CASE("a chain of ops stands in a straight line, its parameters beside it") {
  // 4 -> 3 -> 2 -> 1 -> 0, where 3, 2 and 1 have two leaves each.
  const Arrows arrows{{4, 3}, {3, 2}, {2, 1}, {1, 0}, {5, 3}, {6, 3}, {7, 2}, {8, 2}, {9, 1}, {10, 1}};
  const Layers layers = laid_out(std::vector<double>(11, 60), arrows);
  for (std::size_t i = 1; i < 4; ++i) CHECK(std::abs(layers.boxes[i].x - layers.boxes[0].x) < 0.5);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(layers.boxes[i].y == height / 2 + static_cast<double>(4 - i) * (height + gap));
  }
  CHECK(layers.boxes[9].y == layers.boxes[2].y);
  CHECK(layers.height == 5 * height + 4 * gap);
  const auto [left, right] = std::minmax_element(layers.boxes.begin(), layers.boxes.end(),
                                                 [](const Place& a, const Place& b) { return a.x < b.x; });
  CHECK(left->x == Approx(30));
  CHECK(right->x == Approx(layers.width - 30));
}

TEST_CASE("arrows that need not cross do not") {
  const auto in_order = [](const Layers& layers, std::size_t a, std::size_t b) {
    return layers.boxes[a].x < layers.boxes[b].x;
  };
  const std::vector<double> boxes(5, 50);  // 1 and 2 lie above 0, 3 and 4 above those
  const Layers straight = laid_out(boxes, {{1, 0}, {2, 0}, {3, 1}, {4, 2}});
  CHECK(in_order(straight, 3, 4) == in_order(straight, 1, 2));
  const Layers twisted = laid_out(boxes, {{1, 0}, {2, 0}, {4, 1}, {3, 2}});
  CHECK(in_order(twisted, 4, 3) == in_order(twisted, 1, 2));
}

TEST_CASE("an arrow past other layers goes around their boxes; two between the same boxes are apart") {
  const Layers layers = laid_out({50, 50, 50, 50}, {{1, 0}, {2, 1}, {3, 2}, {3, 0}, {2, 1}});
  const auto& past = layers.arrows[3];
  REQUIRE(past.size() >= 4);
  for (std::size_t box : {1U, 2U}) {
    for (std::size_t i = 1; i < past.size(); ++i) {
      const bool beside = past[i - 1].y < layers.boxes[box].y && layers.boxes[box].y < past[i].y;
      if (beside) CHECK(std::abs(past[i].x - layers.boxes[box].x) > 25);
    }
  }
  CHECK(std::abs(layers.arrows[1].front().x - layers.arrows[4].front().x) > 5);
  CHECK(std::abs(layers.arrows[1].back().x - layers.arrows[4].back().x) > 5);
}

TEST_CASE("boxes of random graphs do not overlap, and arrows go down from box to box") {
  Random random(7);
  for (std::size_t n = 1; n < 40; n += 3) {
    std::vector<double> widths;
    Arrows arrows;
    for (std::size_t i = 0; i < n; ++i) {
      widths.push_back(40 + 80 * random.uniform());
      if (i > 0) arrows.emplace_back(i, random.below(i));
      if (i > 0 && i % 2 == 0) arrows.emplace_back(i, random.below(i));
    }
    const Layers layers = laid_out(widths, arrows);
    for (std::size_t i = 0; i < n; ++i) {
      CHECK(layers.boxes[i].x - widths[i] / 2 > -1e-9);
      CHECK(layers.boxes[i].x + widths[i] / 2 < layers.width + 1e-9);
      for (std::size_t j = 0; j < i; ++j) {
        const double apart = std::abs(layers.boxes[i].x - layers.boxes[j].x) - (widths[i] + widths[j]) / 2;
        if (layers.boxes[i].y == layers.boxes[j].y) CHECK(apart > 10);
      }
    }
    for (std::size_t a = 0; a < arrows.size(); ++a) {
      const auto [from, to] = arrows[a];
      const auto& arrow = layers.arrows[a];
      CHECK(arrow.front().y == layers.boxes[from].y + height / 2);
      CHECK(arrow.back().y == layers.boxes[to].y - height / 2);
      CHECK(std::abs(arrow.front().x - layers.boxes[from].x) < widths[from] / 2);
      CHECK(std::abs(arrow.back().x - layers.boxes[to].x) < widths[to] / 2);
      CHECK(std::is_sorted(arrow.begin(), arrow.end(),
                           [](const Place& p, const Place& q) { return p.y < q.y; }));
    }
  }
}

TEST_CASE("a graph is drawn with every tensor once and every arrow") {
  const Tensor w = ones({2, 3}).requires_grad_(), x = ones({4, 3}), h = matmul(x, w, false, true);
  const std::string svg = drawing_of(sum(h * h), {{"w<1>", w}});
  for (const char* part :
       {">w&lt;1&gt;<", ">(2, 3)<", ">constant<", ">matmul<", ">mul<", ">sum<", "stroke-dasharray"}) {
    INFO(svg);
    CHECK(contains(svg, part));
  }
  CHECK(count_of(svg, "<rect") == 5);
  CHECK(count_of(svg, "fill=\"none\"") == 5);  // x and w into h, h twice into mul, mul into sum
  CHECK(count_of(drawing_of(Tensor(1.5)), "<rect") == 1);
  CHECK(contains(error_of([] { graph(Tensor()); }), "graph: got an undefined tensor"));
}

TEST_CASE("a graph that nobody could look at is text alone") {
  const Tensor x = Tensor(1).requires_grad_();
  Tensor y = x;
  for (int i = 0; i < 1001; ++i) y = neg(y);
  const Bundle forms = bundle(graph(y));
  REQUIRE(forms.size() == 1);
  CHECK(forms[0].first == "text/plain");
}
