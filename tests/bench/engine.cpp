// The engine alone: ops on single numbers, where nothing is left but recording and walking the graph.
#include "core/ops/elementwise.hpp"
#include "tests/bench/case.hpp"

namespace gg::bench {
namespace {

const RegisterFamily scalar_add({"scalar_add", "", {{}}, [](const Sizes&) -> Body {
                                   Tensor a(2.0), b(3.0);
                                   a.requires_grad_();
                                   b.requires_grad_();
                                   return [=]() mutable {
                                     (a + b).backward();
                                     a.zero_grad();
                                     b.zero_grad();
                                   };
                                 }});

const RegisterFamily scalar_chain({"scalar_chain", "ops", {{1000}, {1000000}}, [](const Sizes& s) -> Body {
                                     Tensor x(1.0), factor(1.0);
                                     x.requires_grad_();
                                     return [=, ops = s[0]]() mutable {
                                       Tensor y = x;
                                       for (std::size_t i = 0; i < ops; ++i) y = y * factor;
                                       y.backward();
                                       x.zero_grad();
                                     };
                                   }});

}  // namespace
}  // namespace gg::bench
