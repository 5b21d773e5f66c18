// Chapter 7.
#include <algorithm>
#include <cmath>
#include <map>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"
#include "notebooks/exercises/check/sets.hpp"

namespace gg::check {
namespace {

// What a student may get wrong, besides the sets.
struct Slips {
  bool unbiased = false;     // divides by m - 1
  bool eps_outside = false;  // sqrt(var) + eps
  bool no_eps = false;
  bool no_root = false;        // divides by the variance
  bool not_centred = false;    // the mean is not taken off
  bool no_affine = false;      // gamma and beta left out
  bool affine_by_set = false;  // gamma and beta of the channel with the group's number
  bool beta_scaled = false;    // gamma (x_hat + beta)
  bool affine_within = false;  // gamma and beta of the channel with its number within the group
};

// `groups` only says which gamma a slip takes.
Tensor normalized(const Tensor& x, const Sets& sets, std::size_t groups, const Tensor& gamma,
                  const Tensor& beta, double eps, const Slips& slips) {
  const Moments of = moments(x, sets);
  Tensor y = zeros(x.shape());
  Scalar* py = y.mutable_data();
  for (std::size_t i = 0; i < x.numel(); ++i) {
    const Place at = place(x, i);
    const std::size_t set = sets.of(at);
    const double var = of.var[set] * (slips.unbiased ? of.size[set] / (of.size[set] - 1) : 1);
    double scale = std::sqrt(var + (slips.no_eps ? 0 : eps));
    if (slips.eps_outside) scale = std::sqrt(var) + eps;
    if (slips.no_root) scale = var + eps;
    const double hat = (static_cast<double>(x.data()[i]) - (slips.not_centred ? 0 : of.mean[set])) / scale;
    const std::size_t per_group = x.size(1) / groups;
    const std::size_t c = slips.affine_by_set   ? at.c / per_group
                          : slips.affine_within ? at.c % per_group
                                                : at.c;
    const auto g = static_cast<double>(gamma.data()[c]), b = static_cast<double>(beta.data()[c]);
    const double affine = slips.beta_scaled ? g * (hat + b) : g * hat + b;
    py[i] = static_cast<Scalar>(slips.no_affine ? hat : affine);
  }
  return y;
}

struct NamedSlip {
  const char* hint;
  bool Slips::*which;
};

const std::vector<NamedSlip>& common_slips() {
  static const std::vector<NamedSlip> slips = {
      {"The variance is the biased one: divide by the number of elements m, not by m - 1.", &Slips::unbiased},
      {"eps is added to the variance, under the root: sqrt(var + eps), not sqrt(var) + eps.",
       &Slips::eps_outside},
      {"eps is left out: it keeps the division sound where all elements are equal.", &Slips::no_eps},
      {"Divide by the standard deviation, sqrt(var + eps), not by the variance.", &Slips::no_root},
      {"The mean is not taken off.", &Slips::not_centred},
      {"gamma and beta are left out: y = gamma x_hat + beta.", &Slips::no_affine},
      {"beta is added at the end: gamma x_hat + beta, not gamma (x_hat + beta).", &Slips::beta_scaled}};
  return slips;
}

Tensor constant_channel(const Shape& shape) {
  Tensor x = spread_numbers(shape, 7);
  const std::size_t spatial = positions(x), half = spatial * shape[1] / 2;
  for (std::size_t n = 0; n < shape[0]; ++n)
    std::fill_n(x.mutable_data() + n * spatial * shape[1], half, Scalar(1.5));
  return x;
}

// --- batch_norm

using BatchNorm = Tensor(const Tensor&, const Tensor&, const Tensor&, double);

std::function<BatchNorm> batch_norm_with(const Slips& slips, Sets (*sets)(const Tensor&) = channel_sets) {
  return [=](const Tensor& x, const Tensor& gamma, const Tensor& beta, double eps) {
    return normalized(x, sets(x), x.size(1), gamma, beta, eps, slips);
  };
}

const Exercise<BatchNorm>& batch_norm_exercise() {
  static const auto exercise = [] {
    Exercise<BatchNorm> e("batch_norm", {"x", "gamma", "beta", "eps"}, {"y"}, 1e-4);
    e.reference(batch_norm_with({}));
    const auto add = [&](const std::string& name, const Tensor& x, double eps) {
      e.add_case(name, x, spread_numbers({x.size(1)}, 1), spread_numbers({x.size(1)}, 2), eps);
    };
    add("three samples of one pixel", spread_numbers({3, 2, 1, 1}, 3), 1e-5);
    add("two samples of two pixels", spread_numbers({2, 2, 1, 2}, 4), 1e-5);
    add("more samples", spread_numbers({4, 3, 2, 2}, 5), 1e-5);
    add("a large eps", spread_numbers({2, 2, 2, 2}, 6), 4);
    add("a constant channel", constant_channel({2, 2, 1, 2}), 1e-5);
    for (const auto& [hint, which] : common_slips()) e.add_mistake(hint, batch_norm_with(slip(which)));
    e.add_mistake("Wrong axes: these are statistics of each sample, over its channels (layer norm).",
                  batch_norm_with({}, sample_sets));
    e.add_mistake(
        "Wrong axes: the average goes over the batch as well; yours is of each sample alone (instance norm).",
        batch_norm_with({}, sample_channel_sets));
    e.add_mistake("Wrong axes: the average goes over height and width as well, not over the batch alone.",
                  batch_norm_with({}, channel_position_sets));
    e.add_mistake("Each channel has a mean and a variance of its own.",
                  batch_norm_with({}, [](const Tensor&) { return one_set(); }));
    return e;
  }();
  return exercise;
}

// --- group_norm

using GroupNorm = Tensor(const Tensor&, std::size_t, const Tensor&, const Tensor&, double);

std::function<GroupNorm> group_norm_with(const Slips& slips,
                                         Sets (*sets)(const Tensor&, std::size_t) = group_sets) {
  return [=](const Tensor& x, std::size_t groups, const Tensor& gamma, const Tensor& beta, double eps) {
    return normalized(x, sets(x, groups), groups, gamma, beta, eps, slips);
  };
}

Sets sets_of_whole_batch(const Tensor& x, std::size_t groups) {
  const std::size_t per_group = x.size(1) / groups;
  return {groups, [=](const Place& p) { return p.c / per_group; }};
}

const Exercise<GroupNorm>& group_norm_exercise() {
  static const auto exercise = [] {
    Exercise<GroupNorm> e("group_norm", {"x", "groups", "gamma", "beta", "eps"}, {"y"}, 1e-4);
    e.reference(group_norm_with({}));
    const auto add = [&](const std::string& name, const Tensor& x, std::size_t groups, double eps) {
      e.add_case(name, x, groups, spread_numbers({x.size(1)}, 1), spread_numbers({x.size(1)}, 2), eps);
    };
    add("one sample, one group", spread_numbers({1, 2, 1, 2}, 3), 1, 1e-5);
    add("two groups", spread_numbers({1, 4, 1, 2}, 4), 2, 1e-5);
    add("two samples, three groups", spread_numbers({2, 6, 1, 2}, 5), 3, 1e-5);
    add("as many groups as channels", spread_numbers({2, 3, 2, 2}, 6), 3, 1e-5);
    add("a large eps", spread_numbers({2, 4, 2, 2}, 8), 2, 4);
    add("a constant group", constant_channel({1, 4, 1, 2}), 2, 1e-5);
    for (const auto& [hint, which] : common_slips()) e.add_mistake(hint, group_norm_with(slip(which)));
    e.add_mistake("gamma and beta are per channel: take those of channel c, not of its group.",
                  group_norm_with(slip(&Slips::affine_by_set)));
    e.add_mistake("gamma and beta are numbered by the channels of x, not by those within a group.",
                  group_norm_with(slip(&Slips::affine_within)));
    e.add_mistake("Groups are neighbouring channels: channel c is in group c / (C / groups), not c % groups.",
                  group_norm_with({}, interleaved_sets));
    e.add_mistake("Each sample has its own statistics; yours are taken over the whole batch.",
                  group_norm_with({}, sets_of_whole_batch));
    e.add_mistake("`groups` is the number of groups, not of channels in a group.",
                  group_norm_with({}, [](const Tensor& x, std::size_t groups) {
                    return group_sets(x, x.size(1) / groups);
                  }));
    e.add_mistake(
        "The channels of a group share mean and variance; yours has them for each channel (instance norm).",
        group_norm_with({}, [](const Tensor& x, std::size_t) { return sample_channel_sets(x); }));
    e.add_mistake("Each group has its own mean and variance; yours has one for all channels (layer norm).",
                  group_norm_with({}, [](const Tensor& x, std::size_t) { return sample_sets(x); }));
    return e;
  }();
  return exercise;
}

}  // namespace

Result batch_norm(const std::function<BatchNorm>& student) { return batch_norm_exercise().check(student); }
Result group_norm(const std::function<GroupNorm>& student) { return group_norm_exercise().check(student); }

TriedMistakes batch_norm_mistakes() { return batch_norm_exercise().try_mistakes(); }
TriedMistakes group_norm_mistakes() { return group_norm_exercise().try_mistakes(); }

}  // namespace gg::check
