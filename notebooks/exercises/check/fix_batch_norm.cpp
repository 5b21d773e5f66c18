// Chapter 9. The stub computes the variance as E[x^2] - E[x]^2, and moves the running statistics in
// evaluation.
#include <cmath>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"
#include "notebooks/exercises/check/sets.hpp"

namespace gg::check {
namespace {

using Signature = OutputAndStatistics(const Tensor&, const Tensor&, const Tensor&, bool, double, double);

// What may be wrong once the stub is mended.
struct Slips {
  bool always_updated = false, never_updated = false, running_biased = false, output_unbiased = false,
       evaluated_by_batch = false, trained_by_running = false, momentum_turned = false;
};

OutputAndStatistics normalized(const Tensor& x, const Tensor& running_mean, const Tensor& running_var,
                               bool training, double momentum, double eps, const Slips& slips) {
  const std::size_t N = x.size(0), C = x.size(1);
  const Moments of = moments(x, channel_sets(x));
  const double unbiased = static_cast<double>(N) / (static_cast<double>(N) - 1);
  const double share = slips.momentum_turned ? 1 - momentum : momentum;
  const bool updated = (training && !slips.never_updated) || slips.always_updated;
  const bool by_batch = training ? !slips.trained_by_running : slips.evaluated_by_batch;
  Tensor y = zeros({N, C}), mean = running_mean.clone(), var = running_var.clone();
  Scalar *py = y.mutable_data(), *pm = mean.mutable_data(), *pv = var.mutable_data();
  for (std::size_t i = 0; i < N * C; ++i) {
    const std::size_t c = i % C;
    const auto old_mean = static_cast<double>(running_mean.data()[c]),
               old_var = static_cast<double>(running_var.data()[c]);
    const double used_mean = by_batch ? of.mean[c] : old_mean;
    const double used_var = by_batch ? of.var[c] * (slips.output_unbiased ? unbiased : 1) : old_var;
    py[i] = static_cast<Scalar>((static_cast<double>(x.data()[i]) - used_mean) / std::sqrt(used_var + eps));
    if (!updated) continue;
    pm[c] = static_cast<Scalar>((1 - share) * old_mean + share * of.mean[c]);
    pv[c] = static_cast<Scalar>((1 - share) * old_var +
                                share * of.var[c] * (slips.running_biased ? 1 : unbiased));
  }
  return {y, mean, var};
}

std::function<Signature> with(const Slips& slips) {
  return [slips](const Tensor& x, const Tensor& mean, const Tensor& var, bool training, double momentum,
                 double eps) { return normalized(x, mean, var, training, momentum, eps, slips); };
}

const Exercise<Signature>& fix_batch_norm_exercise() {
  static const auto exercise = [] {
    Exercise<Signature> e("fix_batch_norm",
                          {"x", "running_mean", "running_var", "training", "momentum", "eps"},
                          {"y", "running_mean", "running_var"}, 1e-3);
    e.reference(with({}));
    const Tensor mean({2}, {1, -2}), var({2}, {4, 0.5});
    const char* right_before =
        "This case passed before anything was changed: what was changed here was no bug.";
    e.add_case("training", spread_numbers({4, 2}, 1), mean, var, true, 0.1, 1e-5);
    e.hint_for_last_case(right_before);
    e.add_case("training by two samples", spread_numbers({2, 2}, 2), mean, var, true, 0.5, 1e-5);
    e.hint_for_last_case(right_before);
    e.add_case("evaluation", spread_numbers({3, 2}, 3), mean, var, false, 0.1, 1e-5);
    e.hint_for_last_case(
        "In evaluation, y is made by the running statistics, and nothing else changes: this batch must leave "
        "no "
        "trace in them.");
    e.add_case("training, a mean far from zero",
               Tensor({4, 2}, {4096.25f, -8192.5f, 4095.75f, -8191.5f, 4096.5f, -8192, 4095.5f, -8192}), mean,
               var, true, 0.1, 1e-5);
    e.hint_for_last_case(
        "It goes wrong where the mean is large beside the deviation: look for a difference of two large "
        "numbers "
        "that are nearly the same.");
    e.add_mistake("The running statistics move in evaluation: only training may update them.",
                  with(slip(&Slips::always_updated)));
    e.add_mistake("The running statistics do not move at all: training has to update them.",
                  with(slip(&Slips::never_updated)));
    e.add_mistake("The running variance is the unbiased one, N / (N - 1) times the biased: that was right.",
                  with(slip(&Slips::running_biased)));
    e.add_mistake("y is made with the biased variance: that was right.", with(slip(&Slips::output_unbiased)));
    e.add_mistake("In evaluation y is made by the running statistics, not by those of the batch.",
                  with(slip(&Slips::evaluated_by_batch)));
    e.add_mistake("In training y is made by the statistics of the batch, not by the running ones.",
                  with(slip(&Slips::trained_by_running)));
    e.add_mistake("Momentum is the share of the new batch: that was right.",
                  with(slip(&Slips::momentum_turned)));
    return e;
  }();
  return exercise;
}

}  // namespace

Result fix_batch_norm(const std::function<Signature>& student) {
  return fix_batch_norm_exercise().check(student);
}

TriedMistakes fix_batch_norm_mistakes() { return fix_batch_norm_exercise().try_mistakes(); }

}  // namespace gg::check
