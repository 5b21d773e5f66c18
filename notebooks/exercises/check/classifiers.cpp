// Chapter 4.
#include <algorithm>
#include <cmath>

#include "core/ops/elementwise.hpp"
#include "core/ops/matmul.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "core/ops/slice.hpp"
#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

// --- softmax

// exp(z - shift) over sums of it along the axes; nothing is recorded.
Tensor normalized(const Tensor& logits, const Tensor& shift, const Axes& axes) {
  const Tensor powers = exp(logits - shift);
  return powers / sum(powers, axes, true);
}

Tensor softmax_of(const Tensor& logits) { return normalized(logits, max(logits, {1}, true), {1}); }

const Exercise<Tensor(const Tensor&)>& softmax_exercise() {
  static const auto exercise = [] {
    Exercise<Tensor(const Tensor&)> e("softmax", {"logits"}, {"probabilities"}, 1e-5);
    e.reference(softmax_of);
    e.add_case("one sample", Tensor({1, 3}, {0, 1, 2}));
    e.add_case("two samples", Tensor({2, 3}, {1, 2, 3, -1, 0, 4}));
    e.add_case("as many samples as classes", Tensor({2, 2}, {1, 0, 3, 5}));
    e.add_case("large logits", Tensor({1, 3}, {1000, 1001, 999}));
    e.add_case("logits far below zero, beside large ones", Tensor({2, 2}, {-1000, -1001, 1000, 1000}));
    e.add_mistake("exp() overflows: subtract the largest logit of each sample first; it cancels.",
                  [](const Tensor& z) { return normalized(z, Tensor(0.0), {1}); });
    e.add_mistake(
        "Subtract the largest logit of each sample (row): not that of the whole batch, nor 0 where all are "
        "below.",
        [](const Tensor& z) { return normalized(z, max(z), {1}); });
    e.add_mistake("Wrong axis: the probabilities of one sample, a row, have to sum to 1.",
                  [](const Tensor& z) { return normalized(z, max(z, {0}, true), {0}); });
    e.add_mistake("Wrong axis, and exp() overflows: sum over a row, and subtract its largest logit first.",
                  [](const Tensor& z) { return normalized(z, Tensor(0.0), {0}); });
    e.add_mistake("Each sample has a sum of its own, not one for the whole batch.", [](const Tensor& z) {
      return normalized(z, max(z), {0, 1});
    });
    e.add_mistake(
        "Each sample has a sum of its own; and exp() overflows unless the largest logit is subtracted.",
        [](const Tensor& z) {
          return normalized(z, Tensor(0.0), {0, 1});
        });
    e.add_mistake("The sum of each sample begins at 0 anew; yours goes on from the sample before.",
                  [](const Tensor& z) {
                    Tensor powers = exp(z - max(z, {1}, true));
                    double total = 0;
                    for (std::size_t n = 0; n < z.size(0); ++n) {
                      const Tensor row = slice(powers, 0, static_cast<long>(n), static_cast<long>(n) + 1);
                      total += sum(row).item();
                      for (std::size_t c = 0; c < z.size(1); ++c)
                        powers.mutable_data()[n * z.size(1) + c] /= static_cast<Scalar>(total);
                    }
                    return powers;
                  });
    e.add_mistake("Divide by the sum of the exponentials, so that the probabilities sum to 1.",
                  [](const Tensor& z) { return exp(z); });
    e.add_mistake("Divide by the sum of the exponentials, so that the probabilities of a sample sum to 1.",
                  [](const Tensor& z) { return exp(z - max(z, {1}, true)); });
    e.add_mistake("Divide exp(z) by the sum, not z itself.",
                  [](const Tensor& z) { return z / sum(z, {1}, true); });
    e.add_mistake("These are the logarithms of the probabilities.",
                  [](const Tensor& z) { return log_softmax(z, 1); });
    return e;
  }();
  return exercise;
}

// --- cross_entropy_gradient

using Targets = std::vector<std::size_t>;
using CrossEntropyGradient = Tensor(const Tensor&, const Targets&);

Tensor one_hot(const Targets& targets, const Tensor& like) {
  Tensor result = zeros(like.shape());
  for (std::size_t n = 0; n < targets.size(); ++n) result.mutable_data()[n * like.size(1) + targets[n]] = 1;
  return result;
}

double count(std::size_t n) { return static_cast<double>(n); }

const Exercise<CrossEntropyGradient>& cross_entropy_gradient_exercise() {
  static const auto exercise = [] {
    Exercise<CrossEntropyGradient> e("cross_entropy_gradient", {"logits", "targets"}, {"dlogits"}, 1e-5);
    e.reference(
        [](const Tensor& z, const Targets& t) { return (softmax_of(z) - one_hot(t, z)) / count(z.size(0)); });
    Random random(4);
    e.add_case("one sample", Tensor({1, 3}, {0, 1, 2}), {1});
    e.add_case("two samples", Tensor({2, 3}, {1, 2, 3, -1, 0, 4}), {0, 2});
    e.add_case("four samples", randn({4, 3}, random), {2, 1, 0, 0});
    e.add_case("large logits", Tensor({2, 2}, {1000, 1001, 3, 0}), {0, 0});
    e.add_mistake("The loss is the mean over the samples: divide by N.",
                  [](const Tensor& z, const Targets& t) { return softmax_of(z) - one_hot(t, z); });
    e.add_mistake(
        "Divide by the number of samples, not of samples times classes.",
        [](const Tensor& z, const Targets& t) { return (softmax_of(z) - one_hot(t, z)) / count(z.numel()); });
    e.add_mistake("Divide by the number of samples, not of classes.", [](const Tensor& z, const Targets& t) {
      return (softmax_of(z) - one_hot(t, z)) / count(z.size(1));
    });
    e.add_mistake(
        "The signs are turned round: a larger logit at the target makes the loss smaller.",
        [](const Tensor& z, const Targets& t) { return (one_hot(t, z) - softmax_of(z)) / count(z.size(0)); });
    e.add_mistake("The target's own logit counts twice: subtract 1 from its probability.",
                  [](const Tensor& z, const Targets&) { return softmax_of(z) / count(z.size(0)); });
    e.add_mistake("The other logits have a gradient, too: their probability, over N.",
                  [](const Tensor& z, const Targets& t) {
                    return (softmax_of(z) - 1) * one_hot(t, z) / count(z.size(0));
                  });
    e.add_mistake("At the target it is the probability minus 1, not 1 minus the probability.",
                  [](const Tensor& z, const Targets& t) {
                    const Tensor p = softmax_of(z), target = one_hot(t, z);
                    return (p * (1 - target) + (1 - p) * target) / count(z.size(0));
                  });
    e.add_mistake("exp() overflows: subtract the largest logit of each sample first.",
                  [](const Tensor& z, const Targets& t) {
                    return (normalized(z, Tensor(0.0), {1}) - one_hot(t, z)) / count(z.size(0));
                  });
    e.add_mistake(
        "The division by N is for both, the probability and the 1 at the target.",
        [](const Tensor& z, const Targets& t) { return softmax_of(z) - one_hot(t, z) / count(z.size(0)); });
    e.add_mistake(
        "The division by N is for both, the probability and the 1 at the target: mind the brackets.",
        [](const Tensor& z, const Targets& t) { return softmax_of(z) / count(z.size(0)) - one_hot(t, z); });
    return e;
  }();
  return exercise;
}

// --- linear_backward

using LinearBackward = Gradients(const Tensor&, const Tensor&, const Tensor&);

const Exercise<LinearBackward>& linear_backward_exercise() {
  static const auto exercise = [] {
    Exercise<LinearBackward> e("linear_backward", {"x", "weight", "dy"}, {"dx", "dweight", "dbias"});
    e.reference([](const Tensor& x, const Tensor& w, const Tensor& dy) {
      return Gradients(matmul(dy, w), matmul(dy, x, true), sum(dy, {0}));
    });
    const auto add = [&](const std::string& name, std::size_t samples, std::size_t in, std::size_t out) {
      Random random(samples * in + out);
      const Tensor x = randn({samples, in}, random), w = randn({out, in}, random);
      e.add_case(name, x, w, randn({samples, out}, random));
    };
    add("one sample", 1, 2, 3);
    add("three samples", 3, 2, 4);
    add("as many outputs as inputs", 2, 3, 3);
    add("all sizes the same", 2, 2, 2);
    e.add_mistake("dweight is transposed: it has the shape of weight, (out, in), and is dy^T x.",
                  [](const Tensor& x, const Tensor& w, const Tensor& dy) {
                    return Gradients(matmul(dy, w), matmul(x, dy, true), sum(dy, {0}));
                  });
    e.add_mistake("dx is dy weight: y has weight transposed, so its gradient has not.",
                  [](const Tensor& x, const Tensor& w, const Tensor& dy) {
                    return Gradients(matmul(dy, w, false, true), matmul(dy, x, true), sum(dy, {0}));
                  });
    e.add_mistake("bias is used by every sample: sum dy over the samples.",
                  [](const Tensor& x, const Tensor& w, const Tensor& dy) {
                    return Gradients(matmul(dy, w), matmul(dy, x, true), dy.clone());
                  });
    e.add_mistake("dbias must be summed over all samples (+=), not overwritten by the last.",
                  [](const Tensor& x, const Tensor& w, const Tensor& dy) {
                    return Gradients(matmul(dy, w), matmul(dy, x, true), sum(slice(dy, 0, -1), {0}));
                  });
    e.add_mistake("dbias is the sum over the samples, not the mean: a mean belongs into the loss.",
                  [](const Tensor& x, const Tensor& w, const Tensor& dy) {
                    return Gradients(matmul(dy, w), matmul(dy, x, true), mean(dy, {0}));
                  });
    e.add_mistake("Sum dy over the samples, not over the outputs: dbias has one number for each output.",
                  [](const Tensor& x, const Tensor& w, const Tensor& dy) {
                    return Gradients(matmul(dy, w), matmul(dy, x, true), sum(dy, {1}));
                  });
    e.add_mistake("dweight and dbias are sums over the samples; nothing here divides by their number.",
                  [](const Tensor& x, const Tensor& w, const Tensor& dy) {
                    return Gradients(matmul(dy, w), matmul(dy, x, true) / count(x.size(0)), mean(dy, {0}));
                  });
    return e;
  }();
  return exercise;
}

}  // namespace

Result softmax(const std::function<Tensor(const Tensor&)>& student) {
  return softmax_exercise().check(student);
}

Result cross_entropy_gradient(const std::function<CrossEntropyGradient>& student) {
  return cross_entropy_gradient_exercise().check(student);
}

Result linear_backward(const std::function<LinearBackward>& student) {
  return linear_backward_exercise().check(student);
}

TriedMistakes softmax_mistakes() { return softmax_exercise().try_mistakes(); }
TriedMistakes cross_entropy_gradient_mistakes() { return cross_entropy_gradient_exercise().try_mistakes(); }
TriedMistakes linear_backward_mistakes() { return linear_backward_exercise().try_mistakes(); }

}  // namespace gg::check
