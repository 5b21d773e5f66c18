// Threads for kernels. Off until they are asked for:
//
//   gg::set_num_threads(2);  // or GROUPGRAD_NUM_THREADS=2 in the environment
//
// Kernels split their work into parts that do not depend on the number of threads, and add up partial sums in
// a fixed order: results are the same, bit for bit, with any number.
#pragma once

#include <cstddef>

namespace gg {

// How many threads a kernel may use, the caller's counted: 1 to 1024. Throws for 0 and above, for a
// GROUPGRAD_NUM_THREADS that is no such number, and within a part of parallel_for. Not to be called while
// kernels run. A forked child begins with one.
void set_num_threads(std::size_t count);
std::size_t num_threads();

namespace detail {
using Part = void (*)(const void* f, std::size_t first, std::size_t last);
void run_parts(std::size_t count, std::size_t least, const void* f, Part part);
}  // namespace detail

// Calls f(first, last) for ranges that cover 0 .. count - 1, each of at least `least` where there are so
// many, on several threads at once; returns when all are done, and throws on what one of them threw. Within a
// part, and while another thread of the program is in here, all runs on the calling thread.
template <class F>
void parallel_for(std::size_t count, std::size_t least, const F& f) {
  detail::run_parts(count, least, &f, [](const void* g, std::size_t first, std::size_t last) {
    (*static_cast<const F*>(g))(first, last);
  });
}

}  // namespace gg
