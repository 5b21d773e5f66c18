// The training step on several threads.
#include "core/parallel.hpp"

#include <memory>

#include "tests/bench/case.hpp"

namespace gg::bench {
namespace {

struct ThreadsBefore {
  std::size_t count = num_threads();
  ~ThreadsBefore() { set_num_threads(count); }
};

// Threads start with the first, untimed step of a slice, and are there for the others.
const RegisterFamily step_threads(
    {"step_threads", "N/threads", {{32, 1}, {32, 2}, {128, 1}, {128, 2}}, [](const Sizes& s) -> Body {
       const Body step = prepare("step_group_norm/" + text(s[0]));
       return [step, threads = s[1], before = std::make_shared<ThreadsBefore>()] {
         if (num_threads() != threads) set_num_threads(threads);
         step();
       };
     }});

}  // namespace
}  // namespace gg::bench
