#include "demos/lab/measure/noise_scale.hpp"

#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "demos/lab/measure/evaluation.hpp"
#include "demos/lab/measure/vectors.hpp"

namespace gg::lab {
namespace {

// || mean of the gradients ||^2
double squared_mean(const std::vector<Tensors>& gradients) {
  const double scale = 1 / static_cast<double>(gradients.size());
  double squares = 0;
  for (std::size_t i = 0; i < gradients[0].size(); ++i) {
    std::vector<double> sum(gradients[0][i].numel());
    for (const Tensors& gradient : gradients) {
      for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += static_cast<double>(gradient[i].data()[j]);
    }
    for (double value : sum) squares += value * scale * value * scale;
  }
  return squares;
}

}  // namespace

GradientLengths gradient_lengths(const std::vector<Tensors>& gradients) {
  GG_CHECK(gradients.size() >= 2, "gradient_lengths: expected at least two parts, got ", gradients.size());
  GradientLengths lengths;
  lengths.parts = gradients.size();
  for (const Tensors& gradient : gradients) {
    dot(gradient, gradients[0]);  // throws unless they fit
    lengths.small += dot(gradient, gradient) / static_cast<double>(gradients.size());
  }
  lengths.large = squared_mean(gradients);
  return lengths;
}

GradientLengths gradient_lengths(const std::vector<Objective>& parts) {
  std::vector<Tensors> gradients;
  for (const Objective& part : parts)
    gradients.push_back(ObjectiveProbe("gradient_lengths", part).slope().gradient);
  return gradient_lengths(gradients);
}

GradientNoise gradient_noise(const std::vector<GradientLengths>& batches, std::size_t samples_per_part) {
  GG_CHECK(!batches.empty(), "gradient_noise: expected at least one batch, got none");
  GG_CHECK(samples_per_part >= 1, "gradient_noise: expected at least 1 sample a part, got 0");
  const std::size_t parts = batches[0].parts;
  double small = 0, large = 0;
  for (const GradientLengths& batch : batches) {
    GG_CHECK(batch.parts == parts && parts >= 2,
             "gradient_noise: expected batches of the same number of parts, at least 2, got ", parts, " and ",
             batch.parts);
    GG_CHECK(std::isfinite(batch.small) && std::isfinite(batch.large),
             "gradient_noise: expected finite lengths, got ", batch.small, " and ", batch.large);
    small += batch.small / static_cast<double>(batches.size());
    large += batch.large / static_cast<double>(batches.size());
  }
  const auto b = static_cast<double>(samples_per_part), B = b * static_cast<double>(parts);
  GradientNoise out{(B * large - b * small) / (B - b), (small - large) / (1 / b - 1 / B), 0};
  out.scale = out.signal > 0 ? out.noise / out.signal : std::numeric_limits<double>::infinity();
  return out;
}

}  // namespace gg::lab
