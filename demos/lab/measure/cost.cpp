#include "demos/lab/measure/cost.hpp"

#include <algorithm>
#include <ctime>
#include <vector>

#include "core/check.hpp"
#include "core/memory.hpp"

namespace gg::lab {
namespace {

double seconds_of(Trainer& trainer, std::size_t steps) {
  const double start = cpu_seconds();
  for (std::size_t i = 0; i < steps; ++i) trainer.step();
  return cpu_seconds() - start;
}

// The value below which that share of the sorted list lies, between neighbours in proportion.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

TrainOptions endless(TrainOptions training) {
  training.decay = Decay::constant;
  training.lr = 1e-6;  // the weights stay in the range where numbers are ordinary
  return training;
}

}  // namespace

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::optional<std::size_t> peak_array_bytes(const std::function<void()>& f) {
  release_cached_memory();
  f();
  const std::size_t bytes = release_cached_memory();
  return bytes > 0 ? std::optional(bytes) : std::nullopt;
}

SpeedRatio speed_ratio(const MakeNet& net, const MakeNet& reference, const Images& images,
                       const TrainOptions& training, const CostOptions& o) {
  GG_CHECK(o.rounds >= 1 && o.steps >= 1, "speed_ratio: expected rounds and steps of at least 1, got ",
           o.rounds, " and ", o.steps);
  const ModulePtr one = net(), other = reference();
  Trainer trainer(*one, images, endless(training)), yardstick(*other, images, endless(training));
  std::vector<double> ratios;
  for (std::size_t round = 0; round <= o.rounds; ++round) {
    const bool yardstick_first = round % 2 == 0;
    const double before = yardstick_first ? seconds_of(yardstick, o.steps) : 0;
    const double seconds = seconds_of(trainer, o.steps);
    const double expected = yardstick_first ? before : seconds_of(yardstick, o.steps);
    if (round > 0) ratios.push_back(expected / std::max(seconds, 1e-9));
  }
  std::sort(ratios.begin(), ratios.end());
  return {quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75)};
}

std::optional<std::size_t> training_bytes(const MakeNet& net, const Images& images,
                                          const TrainOptions& training) {
  return peak_array_bytes([&] {
    const ModulePtr fresh = net();
    Trainer trainer(*fresh, images, endless(training));
    for (int i = 0; i < 3; ++i) trainer.step();
  });
}

}  // namespace gg::lab
