// Chapter 2.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

// --- broadcast_shape

// Both shapes with as many axes, ones put before (or behind) the shorter one.
std::pair<Shape, Shape> aligned(Shape a, Shape b, bool at_first = false) {
  Shape& shorter = a.size() < b.size() ? a : b;
  const std::size_t missing = std::max(a.size(), b.size()) - shorter.size();
  shorter.insert(at_first ? shorter.end() : shorter.begin(), missing, 1);
  return {a, b};
}

Shape larger_extents(const std::pair<Shape, Shape>& shapes) {
  Shape result;
  for (std::size_t i = 0; i < shapes.first.size(); ++i)
    result.push_back(std::max(shapes.first[i], shapes.second[i]));
  return result;
}

Shape broadcast(const std::pair<Shape, Shape>& shapes) {
  for (std::size_t i = 0; i < shapes.first.size(); ++i) {
    const std::size_t p = shapes.first[i], q = shapes.second[i];
    GG_CHECK(p == q || p == 1 || q == 1, "extents ", p, " and ", q, " do not fit");
  }
  return larger_extents(shapes);
}

const Exercise<Shape(const Shape&, const Shape&)>& broadcast_shape_exercise() {
  static const auto exercise = [] {
    Exercise<Shape(const Shape&, const Shape&)> e("broadcast_shape", {"a", "b"}, {"shape"});
    e.reference([](const Shape& a, const Shape& b) { return broadcast(aligned(a, b)); });
    e.add_case("the same", {2, 3}, {2, 3});
    e.add_case("a row", {2, 3}, {3});
    e.add_case("a column", {2, 1}, {2, 3});
    e.add_case("a column and a row", {4, 1}, {3});
    e.add_case("per channel", {8, 3, 5, 5}, {3, 1, 1});
    e.add_case("a number", {}, {2, 2});
    e.add_case("do not fit", {2, 3}, {4});
    e.add_case("fit at the first axis only", {2, 3}, {2});
    e.add_mistake("Shapes are aligned at their last axis: the missing axes are in front.",
                  [](const Shape& a, const Shape& b) { return broadcast(aligned(a, b, true)); });
    e.add_mistake("Two different extents, neither of them 1, do not fit: throw a gg::Error.",
                  [](const Shape& a, const Shape& b) { return larger_extents(aligned(a, b)); });
    e.add_mistake("Arguments may differ in the number of axes: take missing ones as 1.",
                  [](const Shape& a, const Shape& b) {
                    GG_CHECK(a.size() == b.size(), "numbers of axes differ");
                    return broadcast({a, b});
                  });
    e.add_mistake("The axes of the result are turned round: the last one came first.",
                  [](const Shape& a, const Shape& b) {
                    const Shape shape = broadcast(aligned(a, b));
                    return Shape(shape.rbegin(), shape.rend());
                  });
    e.add_mistake("An axis of extent 1 is repeated, in either argument.", [](const Shape& a, const Shape& b) {
      const auto shapes = aligned(a, b);
      GG_CHECK(shapes.first == shapes.second, "shapes differ");
      return a;
    });
    return e;
  }();
  return exercise;
}

// --- sum_to_shape

// The axes along which something of this shape was repeated to become `large`, counted in `large`.
Axes repeated_axes(const Shape& large, const Shape& shape, bool missing, bool ones) {
  Axes axes;
  const std::size_t lead = large.size() - shape.size();
  for (std::size_t i = 0; i < large.size(); ++i) {
    const bool is_missing = i < lead;
    const bool is_one = !is_missing && shape[i - lead] == 1 && large[i] != 1;
    if ((missing && is_missing) || (ones && is_one)) axes.push_back(static_cast<int>(i));
  }
  return axes;
}

Tensor summed(const Tensor& dy, const Axes& axes, bool keepdim) {
  return axes.empty() ? dy.clone() : sum(dy, axes, keepdim);
}

const Exercise<Tensor(const Tensor&, const Shape&)>& sum_to_shape_exercise() {
  static const auto exercise = [] {
    Exercise<Tensor(const Tensor&, const Shape&)> e("sum_to_shape", {"dy", "shape"}, {"gradient"});
    e.reference([](const Tensor& dy, const Shape& shape) { return sum_to(dy, shape); });
    Random random(2);
    e.add_case("nothing to sum", randn({2, 3}, random), {2, 3});
    e.add_case("a row", randn({3, 3}, random), {3});
    e.add_case("a column", randn({2, 3}, random), {2, 1});
    e.add_case("per channel", randn({2, 3, 2, 2}, random), {3, 1, 1});
    e.add_case("a number", randn({2, 2}, random), {});
    e.add_mistake("A value used k times gets the sum of k gradients, not their mean.",
                  [](const Tensor& dy, const Shape& shape) {
                    const Axes axes = repeated_axes(dy.shape(), shape, true, true);
                    return reshape(axes.empty() ? dy : mean(dy, axes, true), shape);
                  });
    e.add_mistake(
        "Axes of extent 1 in `shape` were repeated as well: sum over them, and keep them with extent 1.",
        [](const Tensor& dy, const Shape& shape) {
          return summed(dy, repeated_axes(dy.shape(), shape, true, false), false);
        });
    e.add_mistake("Axes that `shape` does not have at all were repeated as well: sum over them, too.",
                  [](const Tensor& dy, const Shape& shape) {
                    return summed(dy, repeated_axes(dy.shape(), shape, false, true), true);
                  });
    e.add_mistake("Axes that `shape` does not have must be gone from the result; only extents of 1 are kept.",
                  [](const Tensor& dy, const Shape& shape) {
                    return summed(dy, repeated_axes(dy.shape(), shape, true, true), true);
                  });
    e.add_mistake(
        "Axes of extent 1 must be kept in the result (keepdim); only those `shape` lacks are dropped.",
        [](const Tensor& dy, const Shape& shape) {
          return summed(dy, repeated_axes(dy.shape(), shape, true, true), false);
        });
    e.add_mistake("`shape` is aligned with dy at the last axis: the axes to sum over are the first ones.",
                  [](const Tensor& dy, const Shape& shape) {
                    Axes axes;
                    for (std::size_t i = 0; i < dy.dim(); ++i) {
                      if (i >= shape.size() || (shape[i] == 1 && dy.shape()[i] != 1))
                        axes.push_back(static_cast<int>(i));
                    }
                    return reshape(summed(dy, axes, true), shape);
                  });
    e.add_mistake("That is the first of the repeated gradients alone: add up all of them.",
                  [](const Tensor& dy, const Shape& shape) {
                    Tensor first = dy;
                    for (const int axis : repeated_axes(dy.shape(), shape, true, true)) {
                      Shape weights(dy.dim(), 1);
                      weights[static_cast<std::size_t>(axis)] = dy.size(axis);
                      Tensor only_first = zeros(weights);
                      only_first.mutable_data()[0] = 1;
                      first = first * only_first;
                    }
                    return sum_to(first, shape);
                  });
    return e;
  }();
  return exercise;
}

}  // namespace

Result broadcast_shape(const std::function<Shape(const Shape&, const Shape&)>& student) {
  return broadcast_shape_exercise().check(student);
}

Result sum_to_shape(const std::function<Tensor(const Tensor&, const Shape&)>& student) {
  return sum_to_shape_exercise().check(student);
}

TriedMistakes broadcast_shape_mistakes() { return broadcast_shape_exercise().try_mistakes(); }
TriedMistakes sum_to_shape_mistakes() { return sum_to_shape_exercise().try_mistakes(); }

}  // namespace gg::check
