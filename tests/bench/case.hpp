// What the benchmarks measure: one registry of cases, which the programs bench_worker and google_bench share.
//
// A family is a computation that depends on a few sizes; a case is a family and its sizes, written as
// group_norm_forward/8/32/28/28/8. A family is one object in one of the sources beside:
//
//   const RegisterFamily copy({"copy", "elements", {{1024}}, [](const Sizes& s) { ...; return body; }});
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/tensor.hpp"

namespace gg::bench {

using Sizes = std::vector<std::size_t>;
using Body = std::function<void()>;  // computes once

struct Family {
  std::string name;
  std::string sizes;                            // what they are: "N/C/H/W"
  std::vector<Sizes> cells;                     // the cases that google_bench runs
  std::function<Body(const Sizes& s)> prepare;  // makes the inputs and returns what is to be timed
};

const std::vector<Family>& families();

struct RegisterFamily {
  explicit RegisterFamily(Family family);
};

std::string case_name(const Family& family, const Sizes& sizes);

// Throws an Error for a family that does not exist, and for sizes that are not what it expects.
Body prepare(const std::string& case_name);

// Makes the compiler believe that the memory is read.
inline void keep(const void* memory) { asm volatile("" : : "g"(memory) : "memory"); }

}  // namespace gg::bench
