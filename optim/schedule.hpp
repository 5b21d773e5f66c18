// Learning-rate schedules: step() after each optimizer step sets the rate of the next.
//
//   gg::SequentialLR warm_cosine(sgd, {std::make_shared<gg::LinearLR>(sgd, 100),
//                                      std::make_shared<gg::CosineAnnealingLR>(sgd, 900)}, {100});
#pragma once

#include <memory>

#include "optim/optimizer.hpp"

namespace gg {
inline namespace GG_SCALAR {

class Schedule;
using SchedulePtr = std::shared_ptr<Schedule>;  // what schedules of schedules are made of

// A rule for the learning rate of each group. It starts from the rates that the optimizer was made with, or
// that set_lr set last: what schedules set does not count.
class Schedule {
 public:
  virtual ~Schedule() = default;
  // Call it after each step of the optimizer. Throws if a rate becomes negative or infinite; nothing is
  // changed then.
  void step();
  std::size_t steps() const { return steps_; }  // taken so far

  // The rate at a step (0 is the first) for a group that starts with `start`.
  virtual double lr_at(double start, std::size_t step) const = 0;

  // How many steps were taken. The starting rates belong to the optimizer's state, the rest to the options.
  State state_dict() const;
  void load_state_dict(const State& state);  // also sets the rates; throws for the state of another schedule

 protected:
  // The optimizer must outlive the schedule.
  Schedule(const char* name, Optimizer& optimizer) : name_(name), optimizer_(optimizer) {}
  void go_to(std::size_t step);  // sets the rates of a step, of all groups or, when it throws, of none
  void check_parts(
      const std::vector<SchedulePtr>& parts) const;  // that they are there, for the same optimizer

 private:
  std::string name_;
  Optimizer& optimizer_;
  std::size_t steps_ = 0;
};

// One schedule after the other: the i-th rules from milestones[i - 1] on, and counts its steps from there.
// Milestones are ascending, one less than schedules; all schedules are made for this optimizer. Sets the rate
// of the first step when it is made.
class SequentialLR : public Schedule {
 public:
  SequentialLR(Optimizer& optimizer, std::vector<SchedulePtr> schedules, std::vector<std::size_t> milestones);
  double lr_at(double start, std::size_t step) const override;

 private:
  std::vector<SchedulePtr> schedules_;
  std::vector<std::size_t> milestones_;
};

// All schedules at once: each starts from the rate that the one before it gives, so that factors multiply.
// All are made for this optimizer. Sets the rate of the first step when it is made.
class ChainedScheduler : public Schedule {
 public:
  ChainedScheduler(Optimizer& optimizer, std::vector<SchedulePtr> schedules);
  double lr_at(double start, std::size_t step) const override;

 private:
  std::vector<SchedulePtr> schedules_;
};

// Loshchilov and Hutter, arXiv 1608.03983, without restarts:
//
//   lr = eta_min + (start - eta_min) (1 + cos(pi step / total_steps)) / 2      eta_min afterwards
class CosineAnnealingLR : public Schedule {
 public:
  CosineAnnealingLR(Optimizer& optimizer, std::size_t total_steps, double eta_min = 0);
  double lr_at(double start, std::size_t step) const override;

 private:
  std::size_t total_steps_;
  double eta_min_;
};

//   lr = start gamma^m      m the number of milestones reached
//
// Milestones are step counts in ascending order, or an Error is thrown.
class MultiStepLR : public Schedule {
 public:
  MultiStepLR(Optimizer& optimizer, std::vector<std::size_t> milestones, double gamma = 0.1);
  double lr_at(double start, std::size_t step) const override;

 private:
  std::vector<std::size_t> milestones_;
  double gamma_;
};

//   lr = start gamma^(floor(step / step_size))
class StepLR : public Schedule {
 public:
  StepLR(Optimizer& optimizer, std::size_t step_size, double gamma = 0.1);
  double lr_at(double start, std::size_t step) const override;

 private:
  std::size_t step_size_;
  double gamma_;
};

// Linear warm-up:
//
//   lr = start (start_factor + (1 - start_factor) min(step / total_steps, 1))
//
// Sets the rate of the first step when it is made.
class LinearLR : public Schedule {
 public:
  LinearLR(Optimizer& optimizer, std::size_t total_steps, double start_factor = 1.0 / 3);
  double lr_at(double start, std::size_t step) const override;

 private:
  std::size_t total_steps_;
  double start_factor_;
};

// How long OneCycleLR rises, as a share of all steps, and from where to where: see there.
struct OneCycleOptions {
  double pct_start = 0.3, div_factor = 25, final_div_factor = 1e4;  // a share in (0, 1), two divisors above 0
};

// Smith and Topin, arXiv 1708.07120, in PyTorch's two phases, each half a cosine: from max_lr / div_factor up
// to max_lr over the first pct_start of the steps, then down to max_lr / div_factor / final_div_factor. The
// optimizer's own rate is not used. Sets the rate of the first step when it is made. Where pct_start of the
// steps are not more than one, nothing rises: it begins at the top, or a little down from there, as PyTorch's
// does. (PyTorch also moves the momentum; this does not.)
class OneCycleLR : public Schedule {
 public:
  OneCycleLR(Optimizer& optimizer, double max_lr, std::size_t total_steps,
             const OneCycleOptions& options = {});
  double lr_at(double start, std::size_t step) const override;

 private:
  double max_lr_;
  std::size_t total_steps_;
  OneCycleOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
