// Chapter 10.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using Numbers = std::vector<double>;

// --- percentiles

using Percentiles = Numbers(const Numbers&, const Numbers&);

// pick(sorted values, share) for every percentage.
std::function<Percentiles> picking(const std::function<double(const Numbers&, double)>& pick) {
  return [pick](const Numbers& values, const Numbers& percents) {
    Numbers sorted = values, result;
    std::sort(sorted.begin(), sorted.end());
    for (const double percent : percents) result.push_back(pick(sorted, percent / 100));
    return result;
  };
}

double at_rank(const Numbers& values, double rank) {
  const double last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::clamp(rank, 0.0, last))];
}

double ranks(const Numbers& values) { return static_cast<double>(values.size() - 1); }

double nearest(const Numbers& sorted, double share) {
  return at_rank(sorted, std::round(share * ranks(sorted)));
}

const Exercise<Percentiles>& percentiles_exercise() {
  static const auto exercise = [] {
    Exercise<Percentiles> e("percentiles", {"values", "percents"}, {"percentiles"}, 1e-9);
    e.reference(picking(nearest));
    e.add_case("sorted already", {1, 2, 3, 4, 5}, {0, 25, 50, 100});
    e.add_case("in disorder", {3, -1, 4, 1, -5, 9, 2, 6, 8, -7, 0}, {0, 20, 50, 80, 100});
    e.add_case("between two ranks", {10, 20, 40, 80}, {1, 20, 80, 99});
    e.add_case("a single value", {7}, {1, 50, 99});
    e.add_case("one of them twice", {2, 2, 5, 1}, {30, 60});
    e.add_mistake("Sort the values first.", [](const Numbers& values, const Numbers& percents) {
      Numbers result;
      for (const double percent : percents) result.push_back(nearest(values, percent / 100));
      return result;
    });
    e.add_mistake("Sort from the smallest to the largest.",
                  picking([](const Numbers& sorted, double share) { return nearest(sorted, 1 - share); }));
    e.add_mistake("Round to the nearest rank, not down.", picking([](const Numbers& sorted, double share) {
                    return at_rank(sorted, share * ranks(sorted));
                  }));
    e.add_mistake("Round to the nearest rank, not up.", picking([](const Numbers& sorted, double share) {
                    return at_rank(sorted, std::ceil(share * ranks(sorted)));
                  }));
    e.add_mistake("The ranks go from 0 to n - 1: multiply by n - 1, not by n.",
                  picking([](const Numbers& sorted, double share) {
                    return at_rank(sorted, std::round(share * (ranks(sorted) + 1)));
                  }));
    e.add_mistake("The ranks go from 0 to n - 1: multiply by n - 1, not by n, and round to the nearest.",
                  picking([](const Numbers& sorted, double share) {
                    return at_rank(sorted, share * (ranks(sorted) + 1));
                  }));
    e.add_mistake("The ranks begin with 0: p/100 (n - 1) is the rank, without taking off 1 once more.",
                  picking([](const Numbers& sorted, double share) {
                    return at_rank(sorted, std::round(share * (ranks(sorted) + 1)) - 1);
                  }));
    e.add_mistake("Between two ranks take the nearer one, no mixture of both.",
                  picking([](const Numbers& sorted, double share) {
                    const double rank = share * ranks(sorted), part = rank - std::floor(rank);
                    return (1 - part) * at_rank(sorted, std::floor(rank)) +
                           part * at_rank(sorted, std::floor(rank) + 1);
                  }));
    e.add_mistake("Sort by value, not by absolute value.", [](Numbers values, const Numbers& percents) {
      std::sort(values.begin(), values.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
      Numbers result;
      for (const double percent : percents) result.push_back(nearest(values, percent / 100));
      return result;
    });
    return e;
  }();
  return exercise;
}

// --- power_iteration

using PowerIteration = double(const VectorMap&, const Numbers&, std::size_t);

double dot(const Numbers& a, const Numbers& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

Numbers unit(Numbers v) {
  const double length = std::sqrt(dot(v, v));
  for (double& x : v) x /= length;
  return v;
}

Numbers direction(const VectorMap& product, const Numbers& start, std::size_t iterations) {
  Numbers v = unit(start);
  for (std::size_t i = 0; i < iterations; ++i) v = unit(product(v));
  return v;
}

VectorMap times(const Numbers& matrix) {  // row by row
  return [matrix](const Numbers& v) {
    Numbers result(v.size(), 0);
    for (std::size_t i = 0; i < matrix.size(); ++i) result[i / v.size()] += matrix[i] * v[i % v.size()];
    return result;
  };
}

const Exercise<PowerIteration>& power_iteration_exercise() {
  static const auto exercise = [] {
    Exercise<PowerIteration> e("power_iteration", {"product", "start", "iterations"}, {"eigenvalue"}, 1e-4);
    e.reference([](const VectorMap& product, const Numbers& start, std::size_t iterations) {
      const Numbers v = direction(product, start, iterations);
      return dot(v, product(v));
    });
    const auto add = [&](const std::string& name, const Numbers& matrix, const Numbers& start) {
      e.add_case(name, times(matrix), start, 60);
      Value shown = value_of("H", matrix);
      shown.shape = {start.size(), start.size()};
      e.print_inputs_as({shown, value_of("start", start), value_of("iterations", std::size_t{60})});
    };
    add("a diagonal", {2, 0, 0, 5}, {1, 1});
    add("symmetric", {2, 1, 0, 1, 3, 1, 0, 1, 1}, {1, 2, -1});
    add("negative curvature", {1, 2, 2, -4}, {3, 1});
    add("large curvature", {3e8, 1e8, 1e8, 2e8}, {1, 0.5});
    add("small curvature", {3e-8, 0, 0, 1e-8}, {0.5, 1});
    e.add_mistake("The eigenvalue can be negative: |H v| loses the sign, v . H v keeps it.",
                  [](const VectorMap& product, const Numbers& start, std::size_t iterations) {
                    const Numbers next = product(direction(product, start, iterations));
                    return std::sqrt(dot(next, next));
                  });
    e.add_mistake(
        "Make v a unit vector in every iteration: otherwise it grows until it overflows, or vanishes.",
        [](const VectorMap& product, const Numbers& start, std::size_t iterations) {
          Numbers v = start;
          for (std::size_t i = 0; i < iterations; ++i) v = product(v);
          return dot(v, product(v)) / dot(v, v);
        });
    e.add_mistake("v must be a unit vector in v . H v as well: divide by v . v, or normalize last.",
                  [](const VectorMap& product, const Numbers& start, std::size_t iterations) {
                    const Numbers v = product(direction(product, start, iterations - 1));
                    return dot(v, product(v));
                  });
    e.add_mistake(
        "The ratio of one element, H v to v, is 0 / 0 where v has a 0 there: use all of them, v . H v.",
        [](const VectorMap& product, const Numbers& start, std::size_t iterations) {
          const Numbers v = direction(product, start, iterations);
          return product(v)[0] / v[0];
        });
    e.add_mistake("Go on for as many iterations as asked; v has not settled after one.",
                  [](const VectorMap& product, const Numbers& start, std::size_t) {
                    const Numbers v = direction(product, start, 1);
                    return dot(v, product(v));
                  });
    e.add_mistake("v is to become H v in every iteration; it has stayed at the start.",
                  [](const VectorMap& product, const Numbers& start, std::size_t) {
                    const Numbers v = unit(start);
                    return dot(v, product(v));
                  });
    return e;
  }();
  return exercise;
}

}  // namespace

Result percentiles(const std::function<Percentiles>& student) {
  return percentiles_exercise().check(student);
}

Result power_iteration(const std::function<PowerIteration>& student) {
  return power_iteration_exercise().check(student);
}

TriedMistakes percentiles_mistakes() { return percentiles_exercise().try_mistakes(); }
TriedMistakes power_iteration_mistakes() { return power_iteration_exercise().try_mistakes(); }

}  // namespace gg::check
