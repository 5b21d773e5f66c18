// The training step on several threads.
#include "core/parallel.hpp"
#include "tests/bench/case.hpp"

namespace gg::bench {
namespace {

const RegisterFamily step_threads(
    {"step_threads", "N/threads", {{32, 1}, {32, 2}, {128, 1}, {128, 2}}, [](const Sizes& s) -> Body {
       const Body step = prepare("step_group_norm/" + text(s[0]));
       return [step, threads = s[1]] {
         const std::size_t before = num_threads();
         set_num_threads(threads);
         step();
         set_num_threads(before);
       };
     }});

}  // namespace
}  // namespace gg::bench
