#include "demos/lab/probe/band_row.hpp"

#include "demos/lab/measure/curves.hpp"
#include "demos/lab/probe/gradient_changes.hpp"
#include "demos/lab/rounding.hpp"
#include "demos/lab/train/training_row.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kMostValues = 2000;

// Every so many-th value of those from step 2 on, up to the first that is not finite.
Json kept(const Curve& from_step_2, std::size_t every) {
  std::vector<double> values;
  for (std::size_t i = 0; i < finite_steps(from_step_2); i += every) values.push_back(from_step_2[i]);
  return rounded(values, 6);
}

// The last layer of every model is a linear one.
std::string last_weight(Module& net) {
  std::string last;
  for (const auto& [name, parameter] : net.named_parameters()) {
    if (parameter.dim() == 2) last = name;
  }
  return last;
}

void add_band(Json& row, const TrainRecord& record, const GradientChanges& changes, Module& net,
              std::size_t steps) {
  Curve change;
  if (record.losses.size() >= 2) {
    for (const auto& values : series(changes, last_weight(net), "gradient change").values)
      change.push_back(values[0]);
  }
  const std::size_t every = (steps - 2) / kMostValues + 1;
  row["losses"] = kept({record.losses.begin() + 1, record.losses.end()}, every);
  row["changes"] = kept(change, every);
  row["planned"] = (steps - 2) / every + 1;
  row["every"] = every;
}

}  // namespace

Json train_for_band(Module& net, const Dataset& data, const TrainOptions& training,
                    const StepCallback& after_step) {
  GradientChanges changes(1);
  Trainer trainer(net, data.train, training);
  trainer.watch(changes);
  const TrainRecord record = train(trainer, after_step);
  Json row = training_row(net, data.test, record, training);
  add_band(row, record, changes, net, training.steps);
  return row;
}

}  // namespace gg::lab
