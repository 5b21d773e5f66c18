#include "demos/lab/train/training_row.hpp"

#include <algorithm>
#include <cmath>

namespace gg::lab {
namespace {

constexpr std::size_t kCurvePoints = 50;

}  // namespace

Json curve_json(const std::vector<double>& losses, std::size_t steps, std::size_t images_per_step,
                std::size_t points) {
  std::vector<double> images, means;
  const std::size_t stretches = std::min(points, steps);
  for (std::size_t i = 0; i < stretches; ++i) {
    const std::size_t first = i * steps / stretches, last = (i + 1) * steps / stretches;
    if (last > losses.size()) break;
    double sum = 0;
    for (std::size_t step = first; step < last; ++step) sum += losses[step];
    if (!std::isfinite(sum)) break;
    images.push_back(static_cast<double>(last * images_per_step));
    means.push_back(sum / static_cast<double>(last - first));
  }
  return {{"images", images}, {"loss", means}};
}

Json training_row(Module& net, const Images& test, const TrainRecord& record, const TrainOptions& options) {
  Json row = {{"status", "diverged"}};
  const Evaluation evaluation = record.diverged ? Evaluation() : evaluate(net, test);
  if (!record.diverged && std::isfinite(evaluation.loss)) {
    row = {
        {"status", "finished"}, {"validation_error", evaluation.error}, {"validation_loss", evaluation.loss}};
  }
  row["images_per_second"] = record.images_per_second;
  row["steps_done"] = record.losses.size();
  row["curve"] = curve_json(record.losses, options.steps, options.batch, kCurvePoints);
  return row;
}

std::string describe_training(const Json& row) {
  if (row.at("status") == "diverged") return "diverged";
  if (row.at("status") != "finished") return "crashed: " + row.value("reason", "");
  return "error " + text(row.at("validation_error").get<double>()) + " %, " +
         text(std::round(row.at("images_per_second").get<double>())) + " images/s";
}

}  // namespace gg::lab
