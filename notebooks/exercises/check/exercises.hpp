// The checks of the course's exercises: each takes the student's function and shows what it makes of it.
//
//   double derivative(double x) { return 3 * x * x - 2; }
//   gg::check::derivative(derivative);
//
// What a function must do stands in the statement of its exercise, notebooks/exercises/NAME/statement.md.
#pragma once

#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "notebooks/exercises/check/result.hpp"

namespace gg::check {

// --- Chapter 1: derivatives

Result derivative(const std::function<double(double x)>& student);

// --- Chapter 8: group norm's backward pass

using Gradients = std::tuple<Tensor, Tensor, Tensor>;  // dx, dgamma, dbeta
Result group_norm_backward(
    const std::function<Gradients(const Tensor& x, const Tensor& gamma, const Tensor& dy, std::size_t groups,
                                  double eps)>& student);

// --- All of them

struct Entry {
  const char* name;   // of the function, and of the exercise's folder
  const char* title;  // what is to be done, in a few words
  int chapter;
  // What the check says of each mistake that it knows, under the hint it should give.
  std::vector<std::pair<std::string, Result>> (*try_mistakes)();
};

const std::vector<Entry>& exercise_table();

}  // namespace gg::check
