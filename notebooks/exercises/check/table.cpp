#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {

const std::vector<Entry>& exercise_table() {
  static const std::vector<Entry> table = {
      {"derivative", "the derivative of x^3 - 2 x + sin(3 x)", 1, derivative_mistakes},
      {"group_norm_backward", "the gradients of group norm", 8, group_norm_backward_mistakes},
  };
  return table;
}

}  // namespace gg::check
