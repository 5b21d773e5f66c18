#include "demos/lab/train/course.hpp"

#include <algorithm>

#include "demos/lab/measure/swap_shock.hpp"
#include "demos/lab/train/settled.hpp"
#include "demos/lab/train/swap.hpp"
#include "demos/lab/train/training_row.hpp"

namespace gg::lab {

void Course::after_step(Trainer& trainer) {
  const std::size_t step = trainer.steps_done();
  if (setup_.swap_at == 0 && std::binary_search(setup_.eval_at.begin(), setup_.eval_at.end(), step)) {
    steps_.push_back(step);
    errors_.push_back(evaluate_settled(trainer.net(), data_.train, data_.test).error);
  }
  if (setup_.swap_at == step) swap_norms(trainer, *setup_.next, *setup_.plain);
}

void Course::write(Json& row, const std::vector<double>& losses) const {
  if (setup_.swap_at == 0) {
    row["thirds"] = curve_json(losses, setup_.steps, 1, 3).at("loss");
    row["eval_at"] = steps_;
    row["errors"] = errors_;
    return;
  }
  const std::optional<SwapShock> shock = swap_shock(losses, setup_.swap_at);
  if (!shock) return;
  row["jump"] = shock->jump;
  if (shock->recovery) row["recovery"] = *shock->recovery;
}

}  // namespace gg::lab
