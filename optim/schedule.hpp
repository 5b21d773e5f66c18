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
  void set_rates();  // to those of the present step

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

// lr = start gamma^floor(step / step_size)
class StepLR : public Schedule {
 public:
  StepLR(Optimizer& optimizer, std::size_t step_size, double gamma = 0.1);

 private:
  double lr_at(double start, std::size_t step) const override;
  std::size_t step_size_;
  double gamma_;
};

// Linear warm-up: lr = start (start_factor + (1 - start_factor) min(step / total_steps, 1)). Sets the rate of
// the first step when it is made.
class LinearLR : public Schedule {
 public:
  LinearLR(Optimizer& optimizer, std::size_t total_steps, double start_factor = 1.0 / 3);

 private:
  double lr_at(double start, std::size_t step) const override;
  std::size_t total_steps_;
  double start_factor_;
};

// Smith and Topin, arXiv 1708.07120, in PyTorch's two phases, each half a cosine: from max_lr / div_factor up
// to max_lr over the first pct_start of the steps, then down to max_lr / div_factor / final_div_factor. The
// optimizer's own rate is not used. Sets the rate of the first step when it is made. (PyTorch also moves the
// momentum; this does not.)
struct OneCycleOptions {
  double pct_start = 0.3, div_factor = 25, final_div_factor = 1e4;
};
class OneCycleLR : public Schedule {
 public:
  OneCycleLR(Optimizer& optimizer, double max_lr, std::size_t total_steps,
             const OneCycleOptions& options = {});

 private:
  double lr_at(double start, std::size_t step) const override;
  double max_lr_;
  std::size_t total_steps_;
  OneCycleOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
