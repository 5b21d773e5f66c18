#include "optim/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {

void Schedule::step() { go_to(steps_ + 1); }

void Schedule::go_to(std::size_t step) {
  std::vector<double> rates;
  for (const Optimizer::Group& group : optimizer_.groups_) {
    rates.push_back(lr_at(group.base_lr, step));
    GG_CHECK(std::isfinite(rates.back()) && rates.back() >= 0, name_,
             ": expected a finite learning rate of at least 0, step ", step, " has ", rates.back());
  }
  for (std::size_t i = 0; i < rates.size(); ++i) optimizer_.groups_[i].lr = rates[i];
  steps_ = step;
}

State Schedule::state_dict() const { return {{}, {{"schedule", name_}, {"steps", text(steps_)}}}; }

void Schedule::load_state_dict(const State& state) {
  StateReader reader(name_, state);
  const std::string name = reader.text("schedule");
  const std::size_t steps = reader.count("steps");
  reader.finish();
  GG_CHECK(name == name_, name_, ": the state is that of ", name);
  go_to(steps);
}

// --- Schedules of schedules

void Schedule::check_parts(const std::vector<SchedulePtr>& parts) const {
  GG_CHECK(!parts.empty(), name_, ": there are no schedules");
  for (const SchedulePtr& part : parts) {
    GG_CHECK(part != nullptr, name_, ": a schedule is null");
    GG_CHECK(&part->optimizer_ == &optimizer_, name_, ": expected schedules of its own optimizer, got a ",
             part->name_, " of another one");
  }
}

SequentialLR::SequentialLR(Optimizer& optimizer, std::vector<SchedulePtr> schedules,
                           std::vector<std::size_t> milestones)
    : Schedule("SequentialLR", optimizer),
      schedules_(std::move(schedules)),
      milestones_(std::move(milestones)) {
  check_parts(schedules_);
  GG_CHECK(
      milestones_.size() + 1 == schedules_.size() && std::is_sorted(milestones_.begin(), milestones_.end()),
      "SequentialLR: expected ", schedules_.size() - 1, " ascending milestones for ", schedules_.size(),
      " schedules, got ", milestones_);
  go_to(0);
}

double SequentialLR::lr_at(double start, std::size_t step) const {
  const auto reached = std::upper_bound(milestones_.begin(), milestones_.end(), step);
  const auto current = static_cast<std::size_t>(reached - milestones_.begin());
  return schedules_[current]->lr_at(start, current == 0 ? step : step - milestones_[current - 1]);
}

ChainedScheduler::ChainedScheduler(Optimizer& optimizer, std::vector<SchedulePtr> schedules)
    : Schedule("ChainedScheduler", optimizer), schedules_(std::move(schedules)) {
  check_parts(schedules_);
  go_to(0);
}

double ChainedScheduler::lr_at(double start, std::size_t step) const {
  for (const SchedulePtr& schedule : schedules_) start = schedule->lr_at(start, step);
  return start;
}

// --- Rules

namespace {

void check_gamma(const char* name, double gamma) {
  GG_CHECK(std::isfinite(gamma) && gamma >= 0, name, ": expected a finite gamma of at least 0, got ", gamma);
}

}  // namespace

CosineAnnealingLR::CosineAnnealingLR(Optimizer& optimizer, std::size_t total_steps, double eta_min)
    : Schedule("CosineAnnealingLR", optimizer), total_steps_(total_steps), eta_min_(eta_min) {
  GG_CHECK(total_steps >= 1, "CosineAnnealingLR: expected at least 1 step, got 0");
  GG_CHECK(std::isfinite(eta_min) && eta_min >= 0,
           "CosineAnnealingLR: expected a finite eta_min of at least 0, got ", eta_min);
}

double CosineAnnealingLR::lr_at(double start, std::size_t step) const {
  const double pi = std::acos(-1.0), done = static_cast<double>(step) / static_cast<double>(total_steps_);
  return eta_min_ + (start - eta_min_) * (1 + std::cos(pi * std::min(done, 1.0))) / 2;
}

MultiStepLR::MultiStepLR(Optimizer& optimizer, std::vector<std::size_t> milestones, double gamma)
    : Schedule("MultiStepLR", optimizer), milestones_(std::move(milestones)), gamma_(gamma) {
  GG_CHECK(std::is_sorted(milestones_.begin(), milestones_.end()),
           "MultiStepLR: expected milestones in ascending order, got ", milestones_);
  check_gamma("MultiStepLR", gamma);
}

double MultiStepLR::lr_at(double start, std::size_t step) const {
  const auto reached = std::upper_bound(milestones_.begin(), milestones_.end(), step) - milestones_.begin();
  return start * std::pow(gamma_, static_cast<double>(reached));
}

StepLR::StepLR(Optimizer& optimizer, std::size_t step_size, double gamma)
    : Schedule("StepLR", optimizer), step_size_(step_size), gamma_(gamma) {
  GG_CHECK(step_size >= 1, "StepLR: expected a step_size of at least 1, got 0");
  check_gamma("StepLR", gamma);
}

double StepLR::lr_at(double start, std::size_t step) const {
  return start * std::pow(gamma_, static_cast<double>(step / step_size_));
}

LinearLR::LinearLR(Optimizer& optimizer, std::size_t total_steps, double start_factor)
    : Schedule("LinearLR", optimizer), total_steps_(total_steps), start_factor_(start_factor) {
  GG_CHECK(total_steps >= 1, "LinearLR: expected at least 1 step, got 0");
  GG_CHECK(start_factor > 0 && start_factor <= 1, "LinearLR: expected start_factor in (0, 1], got ",
           start_factor);
  go_to(0);
}

double LinearLR::lr_at(double start, std::size_t step) const {
  const double done = std::min(static_cast<double>(step) / static_cast<double>(total_steps_), 1.0);
  return start * (start_factor_ + (1 - start_factor_) * done);
}

OneCycleLR::OneCycleLR(Optimizer& optimizer, double max_lr, std::size_t total_steps,
                       const OneCycleOptions& options)
    : Schedule("OneCycleLR", optimizer), max_lr_(max_lr), total_steps_(total_steps), options_(options) {
  for (const auto& [field, value] : {std::pair("max_lr", max_lr),
                                     {"div_factor", options.div_factor},
                                     {"final_div_factor", options.final_div_factor}}) {
    GG_CHECK(std::isfinite(value) && value > 0, "OneCycleLR: expected a finite ", field, " above 0, got ",
             value);
  }
  GG_CHECK(total_steps >= 2, "OneCycleLR: expected at least 2 steps, got ", total_steps);
  GG_CHECK(options.pct_start > 0 && options.pct_start < 1, "OneCycleLR: expected pct_start in (0, 1), got ",
           options.pct_start);
  go_to(0);
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
