#include "demos/lab/probe/dead_units.hpp"

#include <algorithm>

#include "demos/lab/train/places.hpp"

namespace gg::lab {
namespace {

void mark_alive(std::vector<bool>& alive, const Tensor& y) {
  GG_CHECK(y.dim() >= 2 && y.numel() > 0, "dead_units: expected a ReLU's output to be (N, C, *spatial), got ",
           y.shape());
  const std::size_t N = y.size(0), C = y.size(1), positions = y.numel() / (N * C);
  alive.resize(C, false);
  for (std::size_t c = 0; c < C; ++c) {
    for (std::size_t n = 0; n < N && !alive[c]; ++n) {
      const Scalar* from = y.data() + (n * C + c) * positions;
      alive[c] = std::any_of(from, from + positions, [](Scalar value) { return value != 0; });
    }
  }
}

}  // namespace

void DeadUnits::prepare(const TrainingStep& step) {
  alive_.clear();
  for (const auto& [name, module] : relu_places(step.net)) {
    look_into(
        *module, [this, layer = name](const Tensor&, const Tensor& y) { mark_alive(alive_[layer], y); },
        Passes::all);
  }
}

void DeadUnits::see_gradients(const TrainingStep& step) {
  for (const auto& [layer, module] : relu_places(step.net)) {
    const std::vector<bool>& alive = alive_[layer];
    if (alive.empty()) continue;  // nothing went through
    const auto dead = std::count(alive.begin(), alive.end(), false);
    record(step, layer, "dead share", {static_cast<double>(dead) / static_cast<double>(alive.size())});
  }
}

}  // namespace gg::lab
