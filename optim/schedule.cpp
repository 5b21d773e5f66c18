#include "optim/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {

void Schedule::step() {
  ++steps_;
  set_rates();
}

void Schedule::set_rates() {
  for (Optimizer::Group& group : optimizer_.groups_) {
    group.lr = lr_at(group.base_lr, steps_);
    GG_CHECK(group.lr >= 0, name_, ": step ", steps_, " has a learning rate of ", group.lr);
  }
}

State Schedule::state_dict() const { return {{}, {{"schedule", name_}, {"steps", text(steps_)}}}; }

void Schedule::load_state_dict(const State& state) {
  StateReader reader(name_, state);
  const std::string name = reader.text("schedule");
  const std::size_t steps = reader.count("steps");
  reader.finish();
  GG_CHECK(name == name_, name_, ": the state is that of ", name);
  steps_ = steps;
  set_rates();
}

// --- Schedules of schedules

namespace {

void check_schedules(const char* name, const std::vector<SchedulePtr>& schedules) {
  GG_CHECK(!schedules.empty(), name, ": there are no schedules");
  for (const SchedulePtr& schedule : schedules) GG_CHECK(schedule != nullptr, name, ": a schedule is null");
}

}  // namespace

SequentialLR::SequentialLR(Optimizer& optimizer, std::vector<SchedulePtr> schedules,
                           std::vector<std::size_t> milestones)
    : Schedule("SequentialLR", optimizer),
      schedules_(std::move(schedules)),
      milestones_(std::move(milestones)) {
  check_schedules("SequentialLR", schedules_);
  GG_CHECK(
      milestones_.size() + 1 == schedules_.size() && std::is_sorted(milestones_.begin(), milestones_.end()),
      "SequentialLR: expected ", schedules_.size() - 1, " ascending milestones for ", schedules_.size(),
      " schedules, got ", milestones_);
  set_rates();
}

double SequentialLR::lr_at(double start, std::size_t step) const {
  const auto reached = std::upper_bound(milestones_.begin(), milestones_.end(), step);
  const auto current = static_cast<std::size_t>(reached - milestones_.begin());
  return schedules_[current]->lr_at(start, current == 0 ? step : step - milestones_[current - 1]);
}

ChainedScheduler::ChainedScheduler(Optimizer& optimizer, std::vector<SchedulePtr> schedules)
    : Schedule("ChainedScheduler", optimizer), schedules_(std::move(schedules)) {
  check_schedules("ChainedScheduler", schedules_);
  set_rates();
}

double ChainedScheduler::lr_at(double start, std::size_t step) const {
  for (const SchedulePtr& schedule : schedules_) start = schedule->lr_at(start, step);
  return start;
}

// --- Rules

CosineAnnealingLR::CosineAnnealingLR(Optimizer& optimizer, std::size_t total_steps, double eta_min)
    : Schedule("CosineAnnealingLR", optimizer), total_steps_(total_steps), eta_min_(eta_min) {
  GG_CHECK(total_steps >= 1, "CosineAnnealingLR: expected at least 1 step, got 0");
}

double CosineAnnealingLR::lr_at(double start, std::size_t step) const {
  const double pi = std::acos(-1.0), done = static_cast<double>(step) / static_cast<double>(total_steps_);
  return eta_min_ + (start - eta_min_) * (1 + std::cos(pi * std::min(done, 1.0))) / 2;
}

MultiStepLR::MultiStepLR(Optimizer& optimizer, std::vector<std::size_t> milestones, double gamma)
    : Schedule("MultiStepLR", optimizer), milestones_(std::move(milestones)), gamma_(gamma) {
  GG_CHECK(std::is_sorted(milestones_.begin(), milestones_.end()),
           "MultiStepLR: expected milestones in ascending order, got ", milestones_);
}

double MultiStepLR::lr_at(double start, std::size_t step) const {
  const auto reached = std::upper_bound(milestones_.begin(), milestones_.end(), step) - milestones_.begin();
  return start * std::pow(gamma_, static_cast<double>(reached));
}

StepLR::StepLR(Optimizer& optimizer, std::size_t step_size, double gamma)
    : Schedule("StepLR", optimizer), step_size_(step_size), gamma_(gamma) {
  GG_CHECK(step_size >= 1, "StepLR: expected a step_size of at least 1, got 0");
}

double StepLR::lr_at(double start, std::size_t step) const {
  return start * std::pow(gamma_, static_cast<double>(step / step_size_));
}

LinearLR::LinearLR(Optimizer& optimizer, std::size_t total_steps, double start_factor)
    : Schedule("LinearLR", optimizer), total_steps_(total_steps), start_factor_(start_factor) {
  GG_CHECK(total_steps >= 1, "LinearLR: expected at least 1 step, got 0");
  GG_CHECK(start_factor > 0 && start_factor <= 1, "LinearLR: expected start_factor in (0, 1], got ",
           start_factor);
  set_rates();
}

double LinearLR::lr_at(double start, std::size_t step) const {
  const double done = std::min(static_cast<double>(step) / static_cast<double>(total_steps_), 1.0);
  return start * (start_factor_ + (1 - start_factor_) * done);
}

OneCycleLR::OneCycleLR(Optimizer& optimizer, double max_lr, std::size_t total_steps,
                       const OneCycleOptions& options)
    : Schedule("OneCycleLR", optimizer), max_lr_(max_lr), total_steps_(total_steps), options_(options) {
  GG_CHECK(max_lr > 0, "OneCycleLR: expected max_lr above 0, got ", max_lr);
  GG_CHECK(total_steps >= 2, "OneCycleLR: expected at least 2 steps, got ", total_steps);
  GG_CHECK(options.pct_start > 0 && options.pct_start < 1, "OneCycleLR: expected pct_start in (0, 1), got ",
           options.pct_start);
  set_rates();
}

double OneCycleLR::lr_at(double, std::size_t step) const {
  const double last = static_cast<double>(total_steps_) - 1,
               top = options_.pct_start * static_cast<double>(total_steps_) - 1;
  const double at = std::min(static_cast<double>(step), last), low = max_lr_ / options_.div_factor;
  const auto half_cosine = [](double from, double to, double share) {
    return to + (from - to) * (1 + std::cos(std::acos(-1.0) * share)) / 2;
  };
  if (at < top) return half_cosine(low, max_lr_, at / top);
  return half_cosine(max_lr_, low / options_.final_div_factor, (at - top) / (last - top));
}

}  // namespace GG_SCALAR
}  // namespace gg
