// Chapter 12.
#include "core/ops/activation.hpp"
#include "core/ops/convolution.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/normalization.hpp"
#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"
#include "notebooks/exercises/check/sets.hpp"

namespace gg::check {
namespace {

using Signature = Tensor(const Tensor&, const Tensor&, const Tensor&, const Tensor&, std::size_t);

struct Slips {
  bool no_skip = false, relu_before_sum = false, no_relu_between = false, no_first_norm = false,
       no_second_norm = false, sum_before_norm = false, no_last_relu = false, gamma_first = false,
       skip_normalized = false, relu_twice = false, no_gamma = false;
};

Tensor convolved(const Tensor& x, const Tensor& weight) {
  Conv2dOptions o;
  o.padding = 1;
  return gg::conv2d(x, weight, {}, o);
}

std::function<Signature> with(const Slips& slips) {
  return [slips](const Tensor& x, const Tensor& weight1, const Tensor& weight2, const Tensor& gamma2,
                 std::size_t groups) {
    const Tensor none, second = slips.no_gamma ? none : gamma2;
    Tensor h = convolved(x, weight1);
    if (!slips.no_first_norm) h = gg::group_norm(h, groups, slips.gamma_first ? gamma2 : none);
    if (!slips.no_relu_between) h = relu(h);
    h = convolved(h, weight2);
    if (slips.sum_before_norm) return relu(gg::group_norm(h + x, groups, second));
    if (!slips.no_second_norm) h = gg::group_norm(h, groups, second);
    if (slips.relu_before_sum || slips.relu_twice) h = relu(h);
    const Tensor sum = slips.no_skip ? h : h + (slips.skip_normalized ? gg::group_norm(x, groups) : x);
    return slips.no_last_relu || slips.relu_before_sum ? sum : relu(sum);
  };
}

const Exercise<Signature>& residual_block_exercise() {
  static const auto exercise = [] {
    Exercise<Signature> e("residual_block", {"x", "weight1", "weight2", "gamma2", "groups"}, {"y"}, 1e-3);
    e.reference(with({}));
    const auto add = [&](const std::string& name, const Shape& shape, const Tensor& gamma2,
                         std::size_t groups) {
      const std::size_t C = shape[1];
      Random random(C + groups);
      const Tensor x = randn(shape, random), weight1 = randn({C, C, 3, 3}, random);
      e.add_case(name, x, weight1, randn({C, C, 3, 3}, random), gamma2, groups);
    };
    add("gamma2 = 0: nothing but the skip", {1, 2, 3, 3}, zeros({2}), 1);
    add("one group", {1, 2, 3, 3}, spread_numbers({2}, 1), 1);
    add("two groups", {2, 4, 4, 3}, spread_numbers({4}, 2), 2);
    e.add_mistake("The skip is missing: x is added to what the two convolutions give.",
                  with(slip(&Slips::no_skip)));
    e.add_mistake("The last ReLU comes after the sum, not before it.", with(slip(&Slips::relu_before_sum)));
    e.add_mistake("The ReLU after the sum is missing.", with(slip(&Slips::no_last_relu)));
    e.add_mistake("There is no ReLU between the second norm and the sum: it could only add, never take away.",
                  with(slip(&Slips::relu_twice)));
    e.add_mistake("Between the first norm and the second convolution there is a ReLU.",
                  with(slip(&Slips::no_relu_between)));
    e.add_mistake("After the first convolution there is a group norm.", with(slip(&Slips::no_first_norm)));
    e.add_mistake("After the second convolution there is a group norm.", with(slip(&Slips::no_second_norm)));
    e.add_mistake("x is added after the second norm, so that it passes through untouched.",
                  with(slip(&Slips::sum_before_norm)));
    e.add_mistake("gamma2 belongs to the second norm; the first has none.", with(slip(&Slips::gamma_first)));
    e.add_mistake("The second norm has gamma2.", with(slip(&Slips::no_gamma)));
    e.add_mistake("The skip is x itself, not normalized.", with(slip(&Slips::skip_normalized)));
    return e;
  }();
  return exercise;
}

}  // namespace

Result residual_block(const std::function<Signature>& student) {
  return residual_block_exercise().check(student);
}

TriedMistakes residual_block_mistakes() { return residual_block_exercise().try_mistakes(); }

}  // namespace gg::check
