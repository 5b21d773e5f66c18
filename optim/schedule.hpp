// Learning-rate schedules: step() after each optimizer step sets the rate of the next.
#pragma once

#include "optim/optimizer.hpp"

namespace gg {
inline namespace GG_SCALAR {

class Schedule {
 public:
  virtual ~Schedule() = default;
  void step();
  std::size_t steps() const { return steps_; }  // taken so far

 protected:
  // Takes the optimizer's rates as they are now for the rates at the start. The optimizer
  // must outlive the schedule.
  explicit Schedule(Optimizer& optimizer);
  virtual double lr_at(double start, std::size_t step) const = 0;

 private:
  Optimizer& optimizer_;
  std::vector<double> starts_;
  std::size_t steps_ = 0;
};

// Loshchilov and Hutter, arXiv 1608.03983, without restarts:
//
//   lr = eta_min + (start - eta_min) (1 + cos(pi step / total_steps)) / 2;  eta_min afterwards
class CosineAnnealingLR : public Schedule {
 public:
  CosineAnnealingLR(Optimizer& optimizer, std::size_t total_steps, double eta_min = 0);

 private:
  double lr_at(double start, std::size_t step) const override;
  std::size_t total_steps_;
  double eta_min_;
};

// lr = start gamma^(number of milestones reached); milestones are step counts in ascending order.
class MultiStepLR : public Schedule {
 public:
  MultiStepLR(Optimizer& optimizer, std::vector<std::size_t> milestones, double gamma = 0.1);

 private:
  double lr_at(double start, std::size_t step) const override;
  std::vector<std::size_t> milestones_;
  double gamma_;
};

}  // namespace GG_SCALAR
}  // namespace gg
