// From rows of trainings at several learning rates to bands over the rates, and the largest rate that trains.
//
// A row has part ("band" or "grid"), norm, lr, seed and status. One of the part "band" that did not crash has
//   losses, changes  one value for each of the steps 2, 2 + every, ... up to the first that is not finite:
//                    the loss of the mini-batch, and ||g(t) - g(t-1)||_2 of the gradient of the last linear
//                    layer's weight (at step 1 there is no change, and the loss is the same at all rates)
//   planned, every   how many values that makes if all goes well
// and one of the part "grid"
//   ends             the first loss and the last ten; shorter, and without the value that is not finite,
//                    if the training diverged
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/measure/rate_band.hpp"
#include "demos/lab/report/comparison.hpp"

namespace gg::lab {

// The trainings of one normalizer and seed at all rates.
struct SeedBand {
  int seed = 0;
  RateBand loss, change;         // nats; units of the gradient
  Curve loss_mean, change_mean;  // over the rates that are left at each step; NaN where none is
  double slowest_on_top = 0;  // share of the compared steps at which the smallest rate has the highest loss
};

struct NormBands {
  std::string norm;
  std::size_t every = 1;  // every so many-th step is in the curves
  std::vector<SeedBand> seeds;
  std::size_t diverged = 0;    // trainings, over all seeds
  std::size_t incomplete = 0;  // seeds left out: not every rate has a row, or one crashed
};

// One for each normalizer, in the order in which they first appear; rows of other rates are left alone.
std::vector<NormBands> rate_bands(const std::vector<Json>& rows, const std::vector<double>& rates);

// The most that a normalizer has, with those left out.
std::size_t seeds_of(const std::vector<NormBands>& bands);

// The areas of each seed; those without one (all but one training diverged at once) are left out.
std::vector<double> loss_areas(const NormBands& bands);
std::vector<double> change_areas(const NormBands& bands);

// The same under the normalizer's name; trainings that diverged and seeds left out count as failed.
Group loss_group(const NormBands& bands);
Group change_group(const NormBands& bands);

// Of one normalizer, over the grid of rates and the runs that did not crash.
struct StableRate {
  std::string norm;
  std::optional<double> stable;  // see largest_stable_rate
  // The same, but the mean of the last losses must be below half the first: a net that only ever guesses is
  // stable, too, where its first guesses were worse.
  std::optional<double> learning;
  double highest = 0;  // of the grid
  std::size_t runs = 0;
};

// The part "grid" by normalizer; empty if there is none.
std::vector<StableRate> stable_rates(const std::vector<Json>& rows);

// The losses of a row's "ends", with NaN behind them if the training diverged.
Curve end_losses(const Json& row);

}  // namespace gg::lab
