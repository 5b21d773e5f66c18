// Chapter 6.
#include <cmath>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using MomentumStep = MomentumState(double, double, double, double, double);

const Exercise<MomentumStep>& momentum_step_exercise() {
  static const auto exercise = [] {
    Exercise<MomentumStep> e("momentum_step", {"weight", "velocity", "gradient", "lr", "momentum"},
                             {"weight", "velocity"}, 1e-9);
    using D = double;
    const auto update = [](D w, D new_v, D lr) { return MomentumState(w - lr * new_v, new_v); };
    e.reference([=](D w, D v, D g, D lr, D momentum) { return update(w, momentum * v + g, lr); });
    e.add_case("from rest", 1.0, 0.0, 2.0, 0.1, 0.9);
    e.add_case("moving on", 1.0, 3.0, 2.0, 0.1, 0.9);
    e.add_case("turning round", -0.5, 4.0, -6.0, 0.05, 0.5);
    e.add_case("without momentum", 2.0, 1.0, 4.0, 0.25, 0.0);
    e.add_mistake("The step goes against the gradient: weight - lr velocity.",
                  [](D w, D v, D g, D lr, D momentum) {
                    return MomentumState(w + lr * (momentum * v + g), momentum * v + g);
                  });
    e.add_mistake(
        "Momentum is the wrong way round: it is the share of the old velocity that is kept.",
        [=](D w, D v, D g, D lr, D momentum) { return update(w, (1 - momentum) * v + momentum * g, lr); });
    e.add_mistake(
        "The gradient counts whole: it is not multiplied by 1 - momentum.",
        [=](D w, D v, D g, D lr, D momentum) { return update(w, momentum * v + (1 - momentum) * g, lr); });
    e.add_mistake("The learning rate is for the step, not for the velocity that is kept.",
                  [](D w, D v, D g, D lr, D momentum) {
                    return MomentumState(w - (momentum * v + lr * g), momentum * v + lr * g);
                  });
    e.add_mistake(
        "The velocity that is kept has neither a minus sign nor the learning rate: both belong to the step.",
        [](D w, D v, D g, D lr, D momentum) {
          return MomentumState(w + momentum * v - lr * g, momentum * v - lr * g);
        });
    e.add_mistake(
        "Make the new velocity first, and step with that, not with the old one.",
        [](D w, D v, D g, D lr, D momentum) { return MomentumState(w - lr * v, momentum * v + g); });
    e.add_mistake(
        "The step is lr times the velocity, not lr times the gradient alone.",
        [](D w, D v, D g, D lr, D momentum) { return MomentumState(w - lr * g, momentum * v + g); });
    e.add_mistake("The old velocity is only kept in part: multiply it by momentum.",
                  [=](D w, D v, D g, D lr, D) { return update(w, v + g, lr); });
    return e;
  }();
  return exercise;
}

// --- adam_step

using AdamStep = AdamState(double, double, double, double, std::size_t, double, double, double, double);

struct Slips {
  bool no_correction = false, eps_inside = false, no_root = false, betas_swapped = false, not_squared = false,
       uphill = false, t_from_zero = false, corrected_kept = false, wrong_way_round = false,
       step_first = false;
};

std::function<AdamStep> with(const Slips& slips) {
  return [slips](double w, double m, double v, double g, std::size_t t, double lr, double b1, double b2,
                 double eps) {
    if (slips.betas_swapped) std::swap(b1, b2);
    const double m_before = m, v_before = v;
    const double kept1 = slips.wrong_way_round ? 1 - b1 : b1, kept2 = slips.wrong_way_round ? 1 - b2 : b2;
    m = kept1 * m + (1 - kept1) * g;
    v = kept2 * v + (1 - kept2) * (slips.not_squared ? g : g * g);
    const double steps = static_cast<double>(t) + (slips.t_from_zero ? 1 : 0);
    const double m_used = slips.step_first ? m_before : m, v_used = slips.step_first ? v_before : v;
    const double m_hat = m_used / (slips.no_correction ? 1 : 1 - std::pow(b1, steps));
    const double v_hat = v_used / (slips.no_correction ? 1 : 1 - std::pow(b2, steps));
    double scale = std::sqrt(v_hat) + eps;
    if (slips.eps_inside) scale = std::sqrt(v_hat + eps);
    if (slips.no_root) scale = v_hat + eps;
    w += (slips.uphill ? 1 : -1) * lr * m_hat / scale;
    return slips.corrected_kept ? AdamState(w, m_hat, v_hat) : AdamState(w, m, v);
  };
}

const Exercise<AdamStep>& adam_step_exercise() {
  static const auto exercise = [] {
    Exercise<AdamStep> e("adam_step", {"weight", "m", "v", "gradient", "t", "lr", "beta1", "beta2", "eps"},
                         {"weight", "m", "v"}, 1e-7);
    e.reference(with({}));
    e.add_case("the first step", 1.0, 0.0, 0.0, 3.0, 1, 0.1, 0.9, 0.999, 1e-8);
    e.add_case("the second step", 0.9, 0.3, 0.009, 2.0, 2, 0.1, 0.9, 0.999, 1e-8);
    e.add_case("later", -2.0, 0.5, 0.4, -1.0, 50, 0.05, 0.8, 0.9, 1e-8);
    e.add_case("a large eps", 1.0, 0.2, 0.3, 0.5, 3, 0.1, 0.9, 0.99, 0.5);
    e.add_mistake("The bias correction is left out: m and v start at zero; divide by 1 - beta^t.",
                  with(slip(&Slips::no_correction)));
    e.add_mistake("eps is added to the root of v, not under it.", with(slip(&Slips::eps_inside)));
    e.add_mistake("Divide by the square root of v.", with(slip(&Slips::no_root)));
    e.add_mistake("beta1 belongs to m, beta2 to v.", with(slip(&Slips::betas_swapped)));
    e.add_mistake("v averages the squared gradient.", with(slip(&Slips::not_squared)));
    e.add_mistake("The step goes against the gradient: subtract it.", with(slip(&Slips::uphill)));
    e.add_mistake("t counts from 1: the first step is corrected with beta^1.",
                  with(slip(&Slips::t_from_zero)));
    e.add_mistake("Keep m and v as they are; only the step uses the corrected ones.",
                  with(slip(&Slips::corrected_kept)));
    e.add_mistake("The betas are the wrong way round: beta is the share of the old average that is kept.",
                  with(slip(&Slips::wrong_way_round)));
    e.add_mistake("First m and v take in the gradient, then the step is made with the new ones.",
                  with(slip(&Slips::step_first)));
    return e;
  }();
  return exercise;
}

// --- cosine_rate

using CosineRate = double(std::size_t, std::size_t, std::size_t, double);

const Exercise<CosineRate>& cosine_rate_exercise() {
  static const auto exercise = [] {
    Exercise<CosineRate> e("cosine_rate", {"step", "warmup", "steps", "lr"}, {"rate"}, 1e-9);
    using N = std::size_t;
    static const double pi = std::acos(-1.0);
    const auto part = [](N step, N of) { return static_cast<double>(step) / static_cast<double>(of); };
    const auto cosine = [](double x, double lr) { return lr * (1 + std::cos(pi * x)) / 2; };
    const auto warming = [=](N step, N warmup, double lr) { return lr * part(step + 1, warmup); };
    e.reference([=](N step, N warmup, N steps, double lr) {
      return step < warmup ? warming(step, warmup, lr) : cosine(part(step - warmup, steps - warmup), lr);
    });
    e.add_case("the first step", 0, 5, 25, 0.1);
    e.add_case("warming up", 2, 5, 25, 0.1);
    e.add_case("the last of the warm-up", 4, 5, 25, 0.1);
    e.add_case("the top", 5, 5, 25, 0.1);
    e.add_case("on the way down", 10, 5, 25, 0.1);
    e.add_case("half-way", 15, 5, 25, 0.1);
    e.add_case("the last step", 24, 5, 25, 0.1);
    e.add_case("no warm-up", 3, 0, 12, 0.4);
    e.add_mistake("The warm-up begins with lr / warmup, not with 0: the first step would be wasted.",
                  [=](N step, N warmup, N steps, double lr) {
                    return step < warmup ? lr * part(step, warmup)
                                         : cosine(part(step - warmup, steps - warmup), lr);
                  });
    e.add_mistake(
        "The warm-up has `warmup` steps of the same height, lr / warmup: the first gives that, not 0.",
        [=](N step, N warmup, N steps, double lr) {
          return step < warmup ? lr * part(step, warmup - 1)
                               : cosine(part(step - warmup, steps - warmup), lr);
        });
    e.add_mistake("The rate would be 0 at step `steps`, which is the one after the last.",
                  [=](N step, N warmup, N steps, double lr) {
                    return step < warmup ? warming(step, warmup, lr)
                                         : cosine(part(step - warmup, steps - warmup - 1), lr);
                  });
    e.add_mistake("The warm-up is left out: the rate rises evenly during the first `warmup` steps.",
                  [=](N step, N warmup, N steps, double lr) {
                    return step < warmup ? lr : cosine(part(step - warmup, steps - warmup), lr);
                  });
    e.add_mistake("The cosine begins where the warm-up ends: count its steps from there.",
                  [=](N step, N warmup, N steps, double lr) {
                    return step < warmup ? warming(step, warmup, lr) : cosine(part(step, steps), lr);
                  });
    e.add_mistake("The warm-up is left out, and the cosine begins with the first step.",
                  [=](N step, N, N steps, double lr) { return cosine(part(step, steps), lr); });
    e.add_mistake("The cosine has steps - warmup steps, not all of them.",
                  [=](N step, N warmup, N steps, double lr) {
                    return step < warmup ? warming(step, warmup, lr) : cosine(part(step - warmup, steps), lr);
                  });
    e.add_mistake("1 + cos goes from 2 to 0: divide it by 2.", [=](N step, N warmup, N steps, double lr) {
      return step < warmup ? warming(step, warmup, lr) : 2 * cosine(part(step - warmup, steps - warmup), lr);
    });
    e.add_mistake("The cosine itself becomes negative: use (1 + cos) / 2.",
                  [=](N step, N warmup, N steps, double lr) {
                    return step < warmup ? warming(step, warmup, lr)
                                         : lr * std::cos(pi * part(step - warmup, steps - warmup));
                  });
    e.add_mistake("That is a whole period, which comes up again: half of one, up to pi, is meant.",
                  [=](N step, N warmup, N steps, double lr) {
                    return step < warmup ? warming(step, warmup, lr)
                                         : cosine(2 * part(step - warmup, steps - warmup), lr);
                  });
    e.add_mistake("step / steps of two whole numbers is rounded down to 0: make them double first.",
                  [=](N step, N warmup, N, double lr) { return step < warmup ? 0.0 : lr; });
    return e;
  }();
  return exercise;
}

}  // namespace

Result momentum_step(const std::function<MomentumStep>& student) {
  return momentum_step_exercise().check(student);
}

Result adam_step(const std::function<AdamStep>& student) { return adam_step_exercise().check(student); }
Result cosine_rate(const std::function<CosineRate>& student) { return cosine_rate_exercise().check(student); }

TriedMistakes momentum_step_mistakes() { return momentum_step_exercise().try_mistakes(); }
TriedMistakes adam_step_mistakes() { return adam_step_exercise().try_mistakes(); }
TriedMistakes cosine_rate_mistakes() { return cosine_rate_exercise().try_mistakes(); }

}  // namespace gg::check
