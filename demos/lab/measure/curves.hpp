// Curves over the steps of a training, and what measures require of them.
#pragma once

#include <cstddef>
#include <vector>

namespace gg::lab {

using Curve = std::vector<double>;  // one value a step: losses, gradient norms

// How many steps were done before the first value that is not finite; all of them if there is none.
std::size_t finite_steps(const Curve& curve);

// A training diverged when a loss was NaN or infinite.
bool diverged(const Curve& losses);

// How many of the trainings diverged.
std::size_t divergence_count(const std::vector<Curve>& losses);

// Throws Error, in the name of `measure`, for a curve that is empty or has a value that is not finite.
void check_finite_curve(const char* measure, const Curve& curve);

// Throws Error, in the name of `measure`, unless the window is in [least, steps of the curve].
void check_window(const char* measure, std::size_t window, std::size_t least, std::size_t steps);

}  // namespace gg::lab
