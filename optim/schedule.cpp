#include "optim/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {

Schedule::Schedule(Optimizer& optimizer) : optimizer_(optimizer) {
  for (std::size_t group = 0; group < optimizer.num_groups(); ++group) starts_.push_back(optimizer.lr(group));
}

void Schedule::step() {
  ++steps_;
  for (std::size_t group = 0; group < starts_.size(); ++group)
    optimizer_.set_lr(group, lr_at(starts_[group], steps_));
}

CosineAnnealingLR::CosineAnnealingLR(Optimizer& optimizer, std::size_t total_steps, double eta_min)
    : Schedule(optimizer), total_steps_(total_steps), eta_min_(eta_min) {
  GG_CHECK(total_steps >= 1, "CosineAnnealingLR: expected at least 1 step, got 0");
}

double CosineAnnealingLR::lr_at(double start, std::size_t step) const {
  const double pi = std::acos(-1.0), done = static_cast<double>(step) / static_cast<double>(total_steps_);
  return eta_min_ + (start - eta_min_) * (1 + std::cos(pi * std::min(done, 1.0))) / 2;
}

MultiStepLR::MultiStepLR(Optimizer& optimizer, std::vector<std::size_t> milestones, double gamma)
    : Schedule(optimizer), milestones_(std::move(milestones)), gamma_(gamma) {
  GG_CHECK(std::is_sorted(milestones_.begin(), milestones_.end()),
           "MultiStepLR: expected milestones in ascending order, got ", milestones_);
}

double MultiStepLR::lr_at(double start, std::size_t step) const {
  const auto reached = std::upper_bound(milestones_.begin(), milestones_.end(), step) - milestones_.begin();
  return start * std::pow(gamma_, static_cast<double>(reached));
}

}  // namespace GG_SCALAR
}  // namespace gg
