// Chapter 11.
#include <algorithm>
#include <cmath>

#include "core/ops/elementwise.hpp"
#include "core/ops/normalization.hpp"
#include "core/ops/shape.hpp"
#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"
#include "notebooks/exercises/check/sets.hpp"

namespace gg::check {
namespace {

// --- band_area

using Numbers = std::vector<double>;
using BandArea = double(const Tensor&);

// Row by row, or column by column.
std::vector<Numbers> lines(const Tensor& x, bool columns) {
  std::vector<Numbers> result(x.size(columns ? 1 : 0));
  for (std::size_t i = 0; i < x.numel(); ++i)
    result[columns ? i % x.size(1) : i / x.size(1)].push_back(static_cast<double>(x.data()[i]));
  return result;
}

double width(const Numbers& x) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  return *high - *low;
}

// The mean of f over the lines.
double mean_over(const std::vector<Numbers>& all, double (*f)(const Numbers&)) {
  double sum = 0;
  for (const Numbers& line : all) sum += f(line);
  return sum / static_cast<double>(all.size());
}

double deviation(const Numbers& x) {
  double mean = 0, squares = 0;
  for (const double value : x) mean += value / static_cast<double>(x.size());
  for (const double value : x) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(x.size()));
}

const Exercise<BandArea>& band_area_exercise() {
  static const auto exercise = [] {
    Exercise<BandArea> e("band_area", {"losses"}, {"area"}, 1e-5);
    e.reference([](const Tensor& losses) { return mean_over(lines(losses, true), width); });
    e.add_case("one rate: no width", Tensor({1, 3}, {3, 2, 1}));
    e.add_case("two rates", Tensor({2, 3}, {3, 2, 1, 4, 2, 5}));
    e.add_case("curves that cross", Tensor({3, 4}, {3, 2, 1.5, 1, 3.5, 3, 1, 0.5, 2.5, 2.5, 2, 1.5}));
    e.add_case("as many steps as rates", spread_numbers({3, 3}, 11));
    e.add_mistake(
        "Wrong axis: the width is taken at each step, between the rates; yours is along each curve.",
        [](const Tensor& losses) { return mean_over(lines(losses, false), width); });
    e.add_mistake("Take the mean over the steps, not the sum.", [](const Tensor& losses) {
      return mean_over(lines(losses, true), width) * static_cast<double>(losses.size(1));
    });
    e.add_mistake("The band has a width at every step; yours is one for the whole table.",
                  [](const Tensor& losses) {
                    return mean_over(lines(reshape(losses, {1, losses.numel()}), false), width);
                  });
    e.add_mistake("The band lies between the largest and the smallest loss, whichever rates they are of.",
                  [](const Tensor& losses) {
                    return mean_over(lines(losses, true),
                                     [](const Numbers& x) { return x.back() - x.front(); });
                  });
    e.add_mistake("The width is largest minus smallest, not the standard deviation.",
                  [](const Tensor& losses) { return mean_over(lines(losses, true), deviation); });
    e.add_mistake("Divide by the number of steps, not of rates.", [](const Tensor& losses) {
      return mean_over(lines(losses, true), width) * static_cast<double>(losses.size(1)) /
             static_cast<double>(losses.size(0));
    });
    return e;
  }();
  return exercise;
}

// --- group_norm_plus

using GroupNormPlusOf = Tensor(const Tensor&, std::size_t, const Tensor&, const Tensor&, double, double);

Tensor group_half(const Tensor& x, std::size_t groups, double eps) {
  return gg::group_norm(x, groups, {}, {}, eps);
}
Tensor batch_half(const Tensor& x, double eps) { return gg::batch_norm(x, {}, {}, {}, true, 0.1, eps); }
double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

// gamma and beta as an image of one pixel.
Tensor per_channel(const Tensor& parameter) { return reshape(parameter, {1, parameter.numel(), 1, 1}); }

// y = gamma (s g + (1 - s) b) + beta
Tensor mixed(const Tensor& g, const Tensor& b, double s, const Tensor& gamma, const Tensor& beta) {
  return per_channel(gamma) * (s * g + (1 - s) * b) + per_channel(beta);
}

const Exercise<GroupNormPlusOf>& group_norm_plus_exercise() {
  static const auto exercise = [] {
    Exercise<GroupNormPlusOf> e("group_norm_plus", {"x", "groups", "gamma", "beta", "lambda", "eps"}, {"y"});
    using T = Tensor;
    using N = std::size_t;
    e.reference([](const T& x, N groups, const T& gamma, const T& beta, double lambda, double eps) {
      const T g = group_half(x, groups, eps);
      return mixed(g, batch_half(g, eps), sigmoid_of(lambda), gamma, beta);
    });
    const auto add = [&](const std::string& name, const Shape& shape, N groups, double lambda, double eps) {
      e.add_case(name, spread_numbers(shape, shape[0]), groups, spread_numbers({shape[1]}, 1),
                 spread_numbers({shape[1]}, 2), lambda, eps);
    };
    add("as at the start", {2, 2, 2, 2}, 1, 1, 1e-5);
    add("half and half", {3, 4, 1, 2}, 2, 0, 1e-5);
    add("mostly batch norm", {4, 6, 2, 1}, 3, -2, 1e-5);
    add("mostly group norm, a large eps", {2, 4, 2, 2}, 2, 3, 0.5);
    e.add_mistake("Batch norm comes second: it is applied to the result of group norm, not to x.",
                  [](const T& x, N groups, const T& gamma, const T& beta, double lambda, double eps) {
                    return mixed(group_half(x, groups, eps), batch_half(x, eps), sigmoid_of(lambda), gamma,
                                 beta);
                  });
    e.add_mistake("Group norm comes first, batch norm second.",
                  [](const T& x, N groups, const T& gamma, const T& beta, double lambda, double eps) {
                    const T b = batch_half(x, eps);
                    return mixed(group_half(b, groups, eps), b, sigmoid_of(lambda), gamma, beta);
                  });
    e.add_mistake("The weight is s = 1 / (1 + exp(-lambda)), not lambda itself.",
                  [](const T& x, N groups, const T& gamma, const T& beta, double lambda, double eps) {
                    const T g = group_half(x, groups, eps);
                    return mixed(g, batch_half(g, eps), lambda, gamma, beta);
                  });
    e.add_mistake("s is the share of group norm and 1 - s that of batch norm, not the other way round.",
                  [](const T& x, N groups, const T& gamma, const T& beta, double lambda, double eps) {
                    const T g = group_half(x, groups, eps);
                    return mixed(g, batch_half(g, eps), sigmoid_of(-lambda), gamma, beta);
                  });
    e.add_mistake("gamma and beta come once, after the mixture; the two halves have none of their own.",
                  [](const T& x, N groups, const T& gamma, const T& beta, double lambda, double eps) {
                    const T g = per_channel(gamma) * group_half(x, groups, eps) + per_channel(beta);
                    const T b = per_channel(gamma) * batch_half(g, eps) + per_channel(beta);
                    const double s = sigmoid_of(lambda);
                    return s * g + (1 - s) * b;
                  });
    e.add_mistake("gamma and beta are left out: y = gamma (s g + (1 - s) b) + beta.",
                  [](const T& x, N groups, const T&, const T&, double lambda, double eps) {
                    const T g = group_half(x, groups, eps);
                    const double s = sigmoid_of(lambda);
                    return s * g + (1 - s) * batch_half(g, eps);
                  });
    e.add_mistake("The two halves are mixed, s g + (1 - s) b; that is the one after the other, unmixed.",
                  [](const T& x, N groups, const T& gamma, const T& beta, double, double eps) {
                    return mixed(x, batch_half(group_half(x, groups, eps), eps), 0, gamma, beta);
                  });
    e.add_mistake("That is group norm alone: mix in its batch norm.",
                  [](const T& x, N groups, const T& gamma, const T& beta, double, double eps) {
                    return mixed(group_half(x, groups, eps), x, 1, gamma, beta);
                  });
    return e;
  }();
  return exercise;
}

}  // namespace

Result band_area(const std::function<BandArea>& student) { return band_area_exercise().check(student); }

Result group_norm_plus(const std::function<GroupNormPlusOf>& student) {
  return group_norm_plus_exercise().check(student);
}

TriedMistakes band_area_mistakes() { return band_area_exercise().try_mistakes(); }
TriedMistakes group_norm_plus_mistakes() { return group_norm_plus_exercise().try_mistakes(); }

}  // namespace gg::check
