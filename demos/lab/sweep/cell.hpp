// One run of a sweep.
#pragma once

#include <string>

#include "demos/lab/json.hpp"

namespace gg::lab {

// What tells one run from the others: an object of texts and numbers, for example
// {"norm": "bn", "batch": 8, "seed": 0}. All cells of a sweep have the same keys.
struct Cell {
  Json coordinates;

  // How a person says it: texts as they are, numbers behind their key: "bn, batch 8, seed 0".
  std::string name() const;
};

}  // namespace gg::lab
