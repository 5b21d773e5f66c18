// Chapter 2.
#include <algorithm>
#include <cmath>
#include <utility>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using Signature = double(const VectorFunction&, const VectorMap&, const std::vector<double>&, double);
using Differences = std::vector<double>;  // gradient minus central difference, element by element

double slope(const VectorFunction& f, std::vector<double> x, std::size_t i, double h) {
  const double middle = x[i];
  x[i] = middle + h;
  const double above = f(x);
  x[i] = middle - h;
  return (above - f(x)) / (2 * h);
}

double forward_slope(const VectorFunction& f, std::vector<double> x, std::size_t i, double h) {
  const double here = f(x);
  x[i] += h;
  return (f(x) - here) / h;
}

// What is made of the differences, which are taken with `slope`.
std::function<Signature> with(const std::function<double(const Differences&)>& join,
                              decltype(slope)* slope_of = slope) {
  return [=](const VectorFunction& f, const VectorMap& gradient, const std::vector<double>& x, double h) {
    Differences differences = gradient(x);
    for (std::size_t i = 0; i < x.size(); ++i) differences[i] -= slope_of(f, x, i, h);
    return join(differences);
  };
}

double largest(const Differences& d) {
  double result = 0;
  for (const double difference : d) result = std::max(result, std::abs(difference));
  return result;
}

// From x + h the way back leads to x, not to x - h.
double half_slope(const VectorFunction& f, std::vector<double> x, std::size_t i, double h) {
  return forward_slope(f, std::move(x), i, h) / 2;
}

// x is not put back after an element was moved.
double without_putting_back(const VectorFunction& f, const VectorMap& gradient, const std::vector<double>& x,
                            double h) {
  std::vector<double> moved = x;
  Differences differences = gradient(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    differences[i] -= slope(f, moved, i, h);
    moved[i] -= h;
  }
  return largest(differences);
}

// The same of two copies of x, one for each side.
double without_putting_back_either(const VectorFunction& f, const VectorMap& gradient,
                                   const std::vector<double>& x, double h) {
  std::vector<double> up = x, down = x;
  Differences differences = gradient(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    up[i] += h;
    down[i] -= h;
    differences[i] -= (f(up) - f(down)) / (2 * h);
  }
  return largest(differences);
}

double f(const std::vector<double>& x) { return x[0] * x[0] * x[1] + std::sin(x[2]) * x[1]; }

std::vector<double> right(const std::vector<double>& x) {
  return {2 * x[0] * x[1], x[0] * x[0] + std::sin(x[2]), std::cos(x[2]) * x[1]};
}

const Exercise<Signature>& check_gradient_exercise() {
  static const auto exercise = [] {
    Exercise<Signature> e("check_gradient", {"f", "gradient", "x", "h"}, {"worst difference"}, 1e-7);
    e.reference(with(largest));
    const auto add = [&](const std::string& name, const VectorMap& gradient, double h) {
      e.add_case(name, f, gradient, {1, 2, 0.5}, h);
    };
    add("a gradient that is right", right, 1e-4);
    add("a wide step, which sees the curvature", right, 0.5);
    add(
        "the first element wrong",
        [](const std::vector<double>& x) {
          auto g = right(x);
          g[0] += 3;
          return g;
        },
        0.1);
    add(
        "the last element too small",
        [](const std::vector<double>& x) {
          auto g = right(x);
          g[2] -= 1;
          return g;
        },
        0.1);
    add(
        "all zeros", [](const std::vector<double>&) { return std::vector<double>(3, 0.0); }, 0.1);
    e.add_mistake("Every element of x has to be tried, not only the first.",
                  with([](const Differences& d) { return std::abs(d.front()); }));
    e.add_mistake("Every element of x has to be tried; the last one alone is what came out.",
                  with([](const Differences& d) { return std::abs(d.back()); }));
    e.add_mistake(
        "Differences may be negative: take the largest of their absolute values.",
        with([](const Differences& d) { return std::max(0.0, *std::max_element(d.begin(), d.end())); }));
    e.add_mistake("Differences may be negative: start from 0 and compare absolute values.",
                  with([](const Differences& d) { return *std::max_element(d.begin(), d.end()); }));
    e.add_mistake("The largest difference is asked for, not the sum of all.", with([](const Differences& d) {
                    double sum = 0;
                    for (const double difference : d) sum += std::abs(difference);
                    return sum;
                  }));
    e.add_mistake("The largest difference is asked for, not the mean: one wrong element must not hide.",
                  with([](const Differences& d) {
                    double sum = 0;
                    for (const double difference : d) sum += std::abs(difference);
                    return sum / static_cast<double>(d.size());
                  }));
    e.add_mistake("Step to both sides: (f(x + h e_i) - f(x - h e_i)) / (2 h).", with(largest, forward_slope));
    e.add_mistake("After f(x + h e_i), go back by 2 h to x - h e_i, not by h to x.",
                  with(largest, half_slope));
    e.add_mistake("Put each element of x back before you move the next.", without_putting_back);
    e.add_mistake("Put each element of both copies of x back before you move the next.",
                  without_putting_back_either);
    return e;
  }();
  return exercise;
}

}  // namespace

Result check_gradient(const std::function<Signature>& student) {
  return check_gradient_exercise().check(student);
}

TriedMistakes check_gradient_mistakes() { return check_gradient_exercise().try_mistakes(); }

}  // namespace gg::check
