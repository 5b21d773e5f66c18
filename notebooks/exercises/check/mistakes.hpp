// What each check says of the mistakes it knows: for the table, and for the tests.
#pragma once

#include "notebooks/exercises/check/exercises.hpp"

namespace gg::check {

using TriedMistakes = std::vector<std::pair<std::string, Result>>;  // the hint it should give, and what came

TriedMistakes derivative_mistakes();
TriedMistakes group_norm_backward_mistakes();

}  // namespace gg::check
