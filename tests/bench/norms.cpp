// The normalizations, forward alone and with the gradients of x, gamma and beta.
#include "core/ops/normalization.hpp"

#include "tests/bench/case.hpp"

namespace gg::bench {
namespace {

struct Inputs {
  Inputs(const Shape& shape, const Shape& affine)
      : x(randn(shape)), gamma(randn(affine)), beta(randn(affine)), dy(randn(shape)) {
    for (Tensor* leaf : {&x, &gamma, &beta}) leaf->requires_grad_();
  }
  Tensor x, gamma, beta, dy;
};

template <class Op>
Body forward_backward(Inputs in, Op op) {
  return [in, op]() mutable {
    op(in).backward(in.dy);
    for (Tensor* leaf : {&in.x, &in.gamma, &in.beta}) leaf->zero_grad();
  };
}

Inputs per_channel(const Sizes& s) { return Inputs({s[0], s[1], s[2], s[3]}, {s[1]}); }

const std::vector<Sizes> kGroupNormCells = {{2, 32, 28, 28, 8},  {8, 32, 28, 28, 8},  {32, 32, 28, 28, 8},
                                            {2, 64, 32, 32, 8},  {8, 64, 32, 32, 8},  {32, 64, 32, 32, 8},
                                            {2, 256, 14, 14, 8}, {8, 256, 14, 14, 8}, {32, 256, 14, 14, 8}};
const std::vector<Sizes> kCells = {{2, 32, 28, 28}, {8, 32, 28, 28}, {32, 32, 28, 28}, {128, 32, 28, 28}};

const RegisterFamily group_norm_forward({"group_norm_forward", "N/C/H/W/groups", kGroupNormCells,
                                         [](const Sizes& s) -> Body {
                                           const Inputs in = per_channel(s);
                                           return [in, groups = s[4]] {
                                             keep(group_norm(in.x, groups, in.gamma, in.beta).data());
                                           };
                                         }});

const RegisterFamily group_norm_both({"group_norm", "N/C/H/W/groups", kGroupNormCells, [](const Sizes& s) {
                                        return forward_backward(
                                            per_channel(s), [groups = s[4]](const Inputs& in) {
                                              return group_norm(in.x, groups, in.gamma, in.beta);
                                            });
                                      }});

const RegisterFamily batch_norm_both({"batch_norm", "N/C/H/W", kCells, [](const Sizes& s) {
                                        const RunningStatistics running = {zeros({s[1]}), ones({s[1]})};
                                        return forward_backward(per_channel(s), [running](const Inputs& in) {
                                          return batch_norm(in.x, running, in.gamma, in.beta);
                                        });
                                      }});

const RegisterFamily instance_norm_both({"instance_norm", "N/C/H/W", kCells, [](const Sizes& s) {
                                           return forward_backward(per_channel(s), [](const Inputs& in) {
                                             return instance_norm(in.x, in.gamma, in.beta);
                                           });
                                         }});

const RegisterFamily layer_norm_both({"layer_norm", "N/C/H/W", kCells, [](const Sizes& s) {
                                        const Shape sample = {s[1], s[2], s[3]};
                                        return forward_backward(Inputs({s[0], s[1], s[2], s[3]}, sample),
                                                                [sample](const Inputs& in) {
                                                                  return layer_norm(in.x, sample, in.gamma,
                                                                                    in.beta);
                                                                });
                                      }});

}  // namespace
}  // namespace gg::bench
