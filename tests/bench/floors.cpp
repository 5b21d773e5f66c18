// What the machine itself can do: the floors that the others are compared with.
#include <cstring>

#include "core/kernels/gemm.hpp"
#include "tests/bench/case.hpp"
#include "tests/bench/simd.hpp"

namespace gg::bench {
namespace {

const std::vector<Sizes> kElements = {{2 * 32 * 28 * 28}, {32 * 32 * 28 * 28}};

const RegisterFamily copy_floor({"copy", "elements", kElements, [](const Sizes& s) -> Body {
                                   Tensor x = randn({s[0]}), y = x.clone();
                                   return [=]() mutable {
                                     std::memcpy(y.mutable_data(), x.data(), x.numel() * sizeof(Scalar));
                                     keep(y.data());
                                   };
                                 }});

// a = b + s c, which reads two tensors and writes one.
const RegisterFamily triad_floor({"triad", "elements", kElements, [](const Sizes& s) -> Body {
                                    Tensor a = zeros({s[0]}), b = randn({s[0]}), c = randn({s[0]});
                                    return [=]() mutable {
                                      with_isa([&](auto level) {
                                        triad<level()>(a.numel(), b.data(), c.data(), 0.5F, a.mutable_data());
                                      });
                                      keep(a.data());
                                    };
                                  }});

const RegisterFamily fma_peak({"fma_peak", "MFLOP", {{100}}, [](const Sizes& s) -> Body {
                                 return [flop = s[0] * 1000000] {
                                   const float sum =
                                       with_isa([&](auto level) { return multiply_add<level()>(flop); });
                                   keep(&sum);
                                 };
                               }});

// The product of two square matrices: 2 n^3 floating-point operations.
const RegisterFamily sgemm({"sgemm", "n", {{512}}, [](const Sizes& s) -> Body {
                              const Shape square = {s[0], s[0]};
                              Tensor a = randn(square), b = randn(square), c = zeros(square);
                              return [=, n = s[0]]() mutable {
                                kernels::gemm(false, false, n, n, n, a.data(), b.data(), 0, c.mutable_data());
                                keep(c.data());
                              };
                            }});

}  // namespace
}  // namespace gg::bench
