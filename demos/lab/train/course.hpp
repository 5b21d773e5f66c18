// What happens while a training of `periods` runs: a swap of normalizers, or evaluations on the way.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

struct CourseSetup {
  std::size_t steps = 0;             // of the training
  std::vector<std::size_t> eval_at;  // rising: after which steps to evaluate, where there is no swap
  std::size_t swap_at = 0;           // after which step to swap; 0: never
  ModulePtr next = {}, plain = {};   // what is swapped in, and the same net without normalization
};

class Course {
 public:
  // The data must outlive it.
  Course(CourseSetup setup, const Dataset& data) : setup_(std::move(setup)), data_(data) {}

  // To be called after each step.
  void after_step(Trainer& trainer);

  // Adds to the row what there is to say of the swap ("jump", "recovery") or of the evaluations ("thirds",
  // "eval_at", "errors"), see report/period_runs.hpp. losses: of each step.
  void write(Json& row, const std::vector<double>& losses) const;

 private:
  CourseSetup setup_;
  const Dataset& data_;
  std::vector<std::size_t> steps_;
  std::vector<double> errors_;
};

}  // namespace gg::lab
