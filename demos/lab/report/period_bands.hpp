// Loss bands over several learning rates, normalizer against no normalization, by thirds of the training: the
// periods of Gunawan, Yin and Zhang (2022, arXiv 2207.01972).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "demos/lab/report/rate_bands.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

// Of one normalizer, one number a seed in each third of the steps. A seed of which a training diverged is
// left out: the band of the rates that are left would look better than it is.
struct BandThirds {
  std::string norm;
  std::array<std::vector<double>, 3> position;  // mean over steps and rates of the loss, nats
  std::array<std::vector<double>, 3> width;     // mean over steps of the largest less the smallest, nats
  std::size_t diverged = 0;                     // trainings, over all seeds
  std::size_t incomplete = 0;                   // seeds left out: a rate has no row, or its training crashed
};
std::vector<BandThirds> band_thirds(const std::vector<NormBands>& bands);

// The bands over the steps, and position and width by third with bands of the seeds; none without numbers.
std::vector<NamedChart> period_band_charts(const std::vector<NormBands>& bands, const std::string& trained);

// A row a normalizer: position and width in each third.
Table period_band_table(const std::vector<NormBands>& bands);

// Each normalizer's band against that of no normalization: whether it lies lower in every third (as published
// of batch norm) or in the first but not the last (of group norm), and how its width compares; and how often
// the smallest rate has the highest loss. `rates` says over which ones: "5 rates, Adam".
std::vector<std::string> period_band_findings(const std::vector<NormBands>& bands, const std::string& rates);

}  // namespace gg::lab
