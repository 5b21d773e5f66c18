// Chapter 8.
#include <cmath>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"
#include "notebooks/exercises/check/sets.hpp"

namespace gg::check {
namespace {

// What a student may get wrong.
struct Slips {
  bool no_mean_term = false;        // mean of the gradient not taken off
  bool no_projection_term = false;  // part along x_hat not taken off
  bool gamma_ignored = false;       // in dx
  bool gamma_late = false;          // multiplied after the means are taken off
  bool biased_by_one = false;       // divides by m - 1
  bool overwritten = false;         // dgamma and dbeta of the last sample only
  bool by_group = false;            // dgamma and dbeta summed over the group
  bool raw_x = false;               // dgamma with x in place of x_hat
  bool averaged = false;            // dgamma and dbeta divided by the number of samples
  bool sums = false;                // in place of the means of the gradient
  bool not_along = false;           // the second mean taken off as it is, not times x_hat
};

// Of y = gamma x_hat + beta, x_hat by the statistics of `sets`; `mean_sets` are those that means of the
// gradient are taken over. `groups` only says which channels a slip sums up.
Gradients backward(const Tensor& x, const Tensor& gamma, const Tensor& dy, double eps, const Sets& sets,
                   const Sets& mean_sets, std::size_t groups, const Slips& slips) {
  const std::size_t N = x.size(0), C = x.size(1), per_group = C / groups;
  const Moments of = moments(x, sets);
  const auto rstd = [&](std::size_t i) {
    const std::size_t set = sets.of(place(x, i));
    return 1 / std::sqrt(of.var[set] * (slips.biased_by_one ? of.size[set] / (of.size[set] - 1) : 1) + eps);
  };
  const auto hat = [&](std::size_t i) {
    return (static_cast<double>(x.data()[i]) - of.mean[sets.of(place(x, i))]) * rstd(i);
  };
  const auto weight = [&](std::size_t i) { return static_cast<double>(gamma.data()[place(x, i).c]); };
  const auto inner = [&](std::size_t i) {
    const auto g = static_cast<double>(dy.data()[i]);
    return slips.gamma_ignored || slips.gamma_late ? g : g * weight(i);
  };
  const std::vector<double> mean = means(x, mean_sets, inner);
  const std::vector<double> along = means(x, mean_sets, [&](std::size_t i) { return inner(i) * hat(i); });

  Tensor dx = zeros(x.shape()), dgamma = zeros({C}), dbeta = zeros({C});
  Scalar *px = dx.mutable_data(), *pg = dgamma.mutable_data(), *pb = dbeta.mutable_data();
  for (std::size_t i = 0; i < x.numel(); ++i) {
    const Place at = place(x, i);
    const std::size_t set = mean_sets.of(at);
    const double many = slips.sums ? of.size[set] : 1;
    const double rest = inner(i) - (slips.no_mean_term ? 0 : many * mean[set]) -
                        (slips.no_projection_term ? 0 : (slips.not_along ? 1 : hat(i)) * many * along[set]);
    px[i] = static_cast<Scalar>(rstd(i) * rest * (slips.gamma_late ? weight(i) : 1));
    if (slips.overwritten && at.n + 1 < N) continue;
    const double g = static_cast<double>(dy.data()[i]) / (slips.averaged ? static_cast<double>(N) : 1);
    const double other = slips.raw_x ? static_cast<double>(x.data()[i]) : hat(i);
    const std::size_t from = slips.by_group ? at.c / per_group * per_group : at.c,
                      count = slips.by_group ? per_group : 1;
    for (std::size_t k = from; k < from + count; ++k) {
      pg[k] += static_cast<Scalar>(g * other);
      pb[k] += static_cast<Scalar>(g);
    }
  }
  return {dx, dgamma, dbeta};
}

// --- group_norm_backward

using GroupNormBackward = Gradients(const Tensor&, const Tensor&, const Tensor&, std::size_t, double);

std::function<GroupNormBackward> group_norm_with(const Slips& slips) {
  return [slips](const Tensor& x, const Tensor& gamma, const Tensor& dy, std::size_t groups, double eps) {
    const Sets sets = group_sets(x, groups);
    return backward(x, gamma, dy, eps, sets, sets, groups, slips);
  };
}

const Exercise<GroupNormBackward>& group_norm_backward_exercise() {
  static const auto exercise = [] {
    Exercise<GroupNormBackward> e("group_norm_backward", {"x", "gamma", "dy", "groups", "eps"},
                                  {"dx", "dgamma", "dbeta"}, 1e-3);
    e.reference(group_norm_with({}));
    const auto add = [&](const std::string& name, const Shape& shape, std::size_t groups) {
      Random random(shape.size() + groups);
      const Tensor x = randn(shape, random), dy = randn(shape, random);
      e.add_case(name, x, randn({shape[1]}, random), dy, groups, 1e-5);
    };
    add("one sample, one group", {1, 2, 3}, 1);
    add("two groups", {1, 4, 2}, 2);
    add("three samples", {3, 4, 2}, 2);
    add("a feedforward layer", {4, 6}, 3);
    add("images", {2, 6, 3, 3}, 2);
    e.add_mistake("The mean depends on every x: the mean of dy gamma over the group has to be taken off.",
                  group_norm_with(slip(&Slips::no_mean_term)));
    e.add_mistake(
        "The variance depends on every x: x_hat times the mean of dy gamma x_hat has to be taken off.",
        group_norm_with(slip(&Slips::no_projection_term)));
    Slips constants = slip(&Slips::no_mean_term);
    constants.no_projection_term = true;
    e.add_mistake("Mean and variance are no constants: both depend on every x of the group.",
                  group_norm_with(constants));
    e.add_mistake("What is taken off are means over the group: sums divided by m.",
                  group_norm_with(slip(&Slips::sums)));
    e.add_mistake("The mean of dy gamma x_hat is taken off times the element's own x_hat, not as it is.",
                  group_norm_with(slip(&Slips::not_along)));
    e.add_mistake("In dx, dy has to be multiplied by gamma first.",
                  group_norm_with(slip(&Slips::gamma_ignored)));
    e.add_mistake("gamma differs between the channels of a group: multiply by it before the means are taken.",
                  group_norm_with(slip(&Slips::gamma_late)));
    e.add_mistake("The variance is the biased one: divide by m, not by m - 1.",
                  group_norm_with(slip(&Slips::biased_by_one)));
    e.add_mistake("dgamma and dbeta must be summed over all samples (+=), not overwritten by the last.",
                  group_norm_with(slip(&Slips::overwritten)));
    e.add_mistake("gamma and beta are per channel, never per group, and so are their gradients.",
                  group_norm_with(slip(&Slips::by_group)));
    e.add_mistake("dgamma is the sum of dy times x_hat, not times x.", group_norm_with(slip(&Slips::raw_x)));
    return e;
  }();
  return exercise;
}

// --- batch_norm_backward

using BatchNormBackward = Gradients(const Tensor&, const Tensor&, const Tensor&, double);

std::function<BatchNormBackward> batch_norm_with(const Slips& slips,
                                                 Sets (*sets)(const Tensor&) = channel_sets,
                                                 Sets (*mean_sets)(const Tensor&) = channel_sets) {
  return [=](const Tensor& x, const Tensor& gamma, const Tensor& dy, double eps) {
    return backward(x, gamma, dy, eps, sets(x), mean_sets(x), x.size(1), slips);
  };
}

const Exercise<BatchNormBackward>& batch_norm_backward_exercise() {
  static const auto exercise = [] {
    Exercise<BatchNormBackward> e("batch_norm_backward", {"x", "gamma", "dy", "eps"},
                                  {"dx", "dgamma", "dbeta"}, 1e-3);
    e.reference(batch_norm_with({}));
    const auto add = [&](const std::string& name, const Shape& shape) {
      const Tensor x = spread_numbers(shape, shape[0]), gamma = spread_numbers({shape[1]}, 1);
      e.add_case(name, x, gamma, spread_numbers(shape, 9), 1e-5);
    };
    add("three samples of one pixel", {3, 2, 1, 1});
    add("two samples of four pixels", {2, 2, 2, 2});
    add("more samples", {5, 3, 2, 1});
    Slips constants = slip(&Slips::no_mean_term);
    constants.no_projection_term = true;
    e.add_mistake("The mean depends on every x: the mean of dy over the channel has to be taken off.",
                  batch_norm_with(slip(&Slips::no_mean_term)));
    e.add_mistake("The variance depends on every x: x_hat times the mean of dy x_hat has to be taken off.",
                  batch_norm_with(slip(&Slips::no_projection_term)));
    e.add_mistake("Mean and variance are no constants: both depend on every x of the channel.",
                  batch_norm_with(constants));
    e.add_mistake("What is taken off are means over the channel: sums divided by m.",
                  batch_norm_with(slip(&Slips::sums)));
    e.add_mistake("The mean of dy x_hat is taken off times the element's own x_hat, not as it is.",
                  batch_norm_with(slip(&Slips::not_along)));
    e.add_mistake("In dx, dy has to be multiplied by gamma.", batch_norm_with(slip(&Slips::gamma_ignored)));
    e.add_mistake("The variance is the biased one: divide by m, not by m - 1.",
                  batch_norm_with(slip(&Slips::biased_by_one)));
    e.add_mistake("dgamma and dbeta must be summed over all samples (+=), not overwritten by the last.",
                  batch_norm_with(slip(&Slips::overwritten)));
    e.add_mistake("dgamma and dbeta are sums over samples and positions; nothing here divides by N.",
                  batch_norm_with(slip(&Slips::averaged)));
    e.add_mistake("dgamma is the sum of dy times x_hat, not times x.", batch_norm_with(slip(&Slips::raw_x)));
    e.add_mistake("Wrong axes: the means of the gradient go over the batch as well, like those of x.",
                  batch_norm_with({}, channel_sets, sample_channel_sets));
    e.add_mistake(
        "Wrong axes: this is the gradient of instance norm; batch norm's statistics go over the batch.",
        batch_norm_with({}, sample_channel_sets, sample_channel_sets));
    return e;
  }();
  return exercise;
}

}  // namespace

Result group_norm_backward(const std::function<GroupNormBackward>& student) {
  return group_norm_backward_exercise().check(student);
}

Result batch_norm_backward(const std::function<BatchNormBackward>& student) {
  return batch_norm_backward_exercise().check(student);
}

TriedMistakes group_norm_backward_mistakes() { return group_norm_backward_exercise().try_mistakes(); }
TriedMistakes batch_norm_backward_mistakes() { return batch_norm_backward_exercise().try_mistakes(); }

}  // namespace gg::check
