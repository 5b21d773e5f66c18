// Chapter 9.
#include <cmath>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using Numbers = std::vector<double>;

double mean_of(const Numbers& x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

// sum (x - middle)^2 / (n - correction)
double spread(const Numbers& x, double middle, double correction) {
  double sum = 0;
  for (const double value : x) sum += std::pow(value - middle, 2);
  return sum / (static_cast<double>(x.size()) - correction);
}

using RunningStatisticsOf = MeanAndVariance(double, double, const Numbers&, double);

const Exercise<RunningStatisticsOf>& running_statistics_exercise() {
  static const auto exercise = [] {
    Exercise<RunningStatisticsOf> e(
        "running_statistics", {"running_mean", "running_var", "batch", "momentum"}, {"mean", "var"}, 1e-9);
    using D = double;
    const auto mixed = [](D old_mean, D old_var, D mean, D var, D share) {
      return MeanAndVariance((1 - share) * old_mean + share * mean, (1 - share) * old_var + share * var);
    };
    e.reference([=](D m, D v, const Numbers& x, D momentum) {
      return mixed(m, v, mean_of(x), spread(x, mean_of(x), 1), momentum);
    });
    e.add_case("the first batch", 0.0, 1.0, {1, 3}, 0.1);
    e.add_case("a later batch", 2.0, 9.0, {4, -1, 6, 3}, 0.1);
    e.add_case("a faster average", -1.0, 4.0, {2, 2, 5}, 0.75);
    e.add_case("the batch alone", 5.0, 2.0, {1, 2, 6}, 1.0);
    e.add_mistake("Momentum is the wrong way round: here it is the share of the new batch.",
                  [=](D m, D v, const Numbers& x, D momentum) {
                    return mixed(m, v, mean_of(x), spread(x, mean_of(x), 1), 1 - momentum);
                  });
    e.add_mistake("The running variance is the unbiased one: divide by m - 1, not by m.",
                  [=](D m, D v, const Numbers& x, D momentum) {
                    return mixed(m, v, mean_of(x), spread(x, mean_of(x), 0), momentum);
                  });
    e.add_mistake("The running variance averages variances, not standard deviations.",
                  [=](D m, D v, const Numbers& x, D momentum) {
                    return mixed(m, v, mean_of(x), std::sqrt(spread(x, mean_of(x), 1)), momentum);
                  });
    e.add_mistake("The variance of a batch is taken about the mean of that batch, not about the running one.",
                  [=](D m, D v, const Numbers& x, D momentum) {
                    return mixed(m, v, mean_of(x), spread(x, m, 1), momentum);
                  });
    e.add_mistake(
        "The variance of a batch is taken about the mean of that batch, not about the new running one.",
        [=](D m, D v, const Numbers& x, D momentum) {
          const double middle = (1 - momentum) * m + momentum * mean_of(x);
          return mixed(m, v, mean_of(x), spread(x, middle, 1), momentum);
        });
    e.add_mistake(
        "The old averages count as well: they are not replaced by the batch's.",
        [](D, D, const Numbers& x, D) { return MeanAndVariance(mean_of(x), spread(x, mean_of(x), 1)); });
    e.add_mistake("The old averages are kept in part only: multiply them by 1 - momentum.",
                  [=](D m, D v, const Numbers& x, D momentum) {
                    return MeanAndVariance(m + momentum * mean_of(x),
                                           v + momentum * spread(x, mean_of(x), 1));
                  });
    return e;
  }();
  return exercise;
}

// --- micro_batch_gradient

using MicroBatchGradient = Tensor(const Tensor&, const std::vector<std::size_t>&);

// The sum of the rows, each times weight(its size, all sizes together, how many rows there are).
std::function<MicroBatchGradient> weighted(const std::function<double(double, double, double)>& weight) {
  return [weight](const Tensor& gradients, const std::vector<std::size_t>& sizes) {
    const std::size_t rows = gradients.size(0), columns = gradients.size(1);
    double total = 0;
    for (const std::size_t size : sizes) total += static_cast<double>(size);
    Tensor result = zeros({columns});
    for (std::size_t j = 0; j < columns; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < rows; ++i)
        sum += static_cast<double>(gradients.data()[i * columns + j]) *
               weight(static_cast<double>(sizes[i]), total, static_cast<double>(rows));
      result.mutable_data()[j] = static_cast<Scalar>(sum);
    }
    return result;
  };
}

const Exercise<MicroBatchGradient>& micro_batch_gradient_exercise() {
  static const auto exercise = [] {
    Exercise<MicroBatchGradient> e("micro_batch_gradient", {"gradients", "sizes"}, {"gradient"}, 1e-5);
    e.reference(weighted([](double size, double total, double) { return size / total; }));
    Random random(9);
    e.add_case("one micro-batch", randn({1, 3}, random), {4});
    e.add_case("two of the same size", randn({2, 3}, random), {8, 8});
    e.add_case("a short one at the end", randn({3, 2}, random), {4, 4, 1});
    e.add_case("all sizes differ", randn({4, 2}, random), {1, 2, 3, 10});
    e.add_mistake("Micro-batches of unequal size count by their size, not all the same.",
                  weighted([](double, double, double rows) { return 1 / rows; }));
    e.add_mistake("The gradient of a mean is wanted: the plain sum grows with the number of micro-batches.",
                  weighted([](double, double, double) { return 1.0; }));
    e.add_mistake("Weighted by size, the sum still has to be divided by the number of all samples.",
                  weighted([](double size, double, double) { return size; }));
    e.add_mistake("Divide by the number of all samples, not of micro-batches.",
                  weighted([](double size, double, double rows) { return size / rows; }));
    e.add_mistake("The rows are means already: dividing by the number of samples alone makes them too small.",
                  weighted([](double, double total, double) { return 1 / total; }));
    e.add_mistake("Each row is a mean over its micro-batch: multiply by the size, do not divide by it again.",
                  weighted([](double size, double, double rows) { return 1 / (size * rows); }));
    e.add_mistake("Add up (+=) the gradients of all micro-batches; the last one has overwritten the others.",
                  [](const Tensor& gradients, const std::vector<std::size_t>&) {
                    Tensor last = zeros({gradients.size(1)});
                    for (std::size_t j = 0; j < last.numel(); ++j)
                      last.mutable_data()[j] = gradients.at({gradients.size(0) - 1, j});
                    return last;
                  });
    return e;
  }();
  return exercise;
}

}  // namespace

Result running_statistics(const std::function<RunningStatisticsOf>& student) {
  return running_statistics_exercise().check(student);
}

Result micro_batch_gradient(const std::function<MicroBatchGradient>& student) {
  return micro_batch_gradient_exercise().check(student);
}

TriedMistakes running_statistics_mistakes() { return running_statistics_exercise().try_mistakes(); }
TriedMistakes micro_batch_gradient_mistakes() { return micro_batch_gradient_exercise().try_mistakes(); }

}  // namespace gg::check
