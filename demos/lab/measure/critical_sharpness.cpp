#include "demos/lab/measure/critical_sharpness.hpp"

#include <cmath>
#include <limits>

#include "demos/lab/measure/evaluation.hpp"

namespace gg::lab {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check_options(const StepSearch& o) {
  GG_CHECK(std::isfinite(o.first) && o.first > 0, "critical_sharpness: expected a first step above 0, got ",
           o.first);
  GG_CHECK(o.tolerance > 0 && o.tolerance < 1,
           "critical_sharpness: expected a tolerance between 0 and 1, got ", o.tolerance);
  GG_CHECK(std::isfinite(o.factor) && o.factor > 1, "critical_sharpness: expected a factor above 1, got ",
           o.factor);
  GG_CHECK(o.max_passes >= 3, "critical_sharpness: expected at least 3 passes, got ", o.max_passes);
}

// The loss along a direction.
struct Line {
  ObjectiveProbe& probe;
  const Tensors& direction;
  std::size_t passes = 0;
  double start = loss_at(0);

  double loss_at(double step) {
    ++passes;
    probe.move_to(step, direction);
    return probe.loss();
  }
  bool raises(double step) { return !(loss_at(step) <= start); }  // NaN raises
};

}  // namespace

CriticalSharpness critical_sharpness(const Objective& objective, const Tensors& direction,
                                     const StepSearch& options) {
  check_options(options);
  ObjectiveProbe probe("critical_sharpness", objective);
  Line line{probe, direction};
  GG_CHECK(std::isfinite(line.start), "critical_sharpness: expected a finite loss at the parameters, got ",
           line.start);
  double low = 0, high = options.first;  // raises not, raises
  if (line.raises(high)) {
    while (low == 0) {
      const double step = high / options.factor, loss = line.loss_at(step);
      // Equal to the bit: rounding hides all smaller steps.
      if (loss == line.start || line.passes >= options.max_passes) return {kInfinity, 0, line.passes};
      (loss < line.start ? low : high) = step;
    }
  } else {
    do {
      if (line.passes >= options.max_passes) return {0, kInfinity, line.passes};
      low = high;
      high *= options.factor;
    } while (!line.raises(high));
  }
  while (high - low > options.tolerance * high && line.passes < options.max_passes) {
    const double middle = (low + high) / 2;
    (line.raises(middle) ? high : low) = middle;
  }
  return {2 / high, high, line.passes};
}

Tensors descent_direction(const Objective& objective) {
  ObjectiveProbe probe("descent_direction", objective);
  Tensors direction = probe.slope().gradient;
  for (Tensor& tensor : direction) {
    Scalar* values = tensor.mutable_data();
    for (std::size_t i = 0; i < tensor.numel(); ++i) values[i] = -values[i];
  }
  return direction;
}

}  // namespace gg::lab
