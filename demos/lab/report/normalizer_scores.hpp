// A family of normalizers on one task: error, stability, speed and memory of each at each batch.
//
// Rows are of two measures. "training": norm, batch, seed, status, and if finished validation_error in
// percent and, where there were steps enough, spike_rate in [0, 1] and gradient_variation. "cost": norm,
// batch, status, and if finished speed_ratio, speed_low, speed_high (quartiles) and memory_ratio (null where
// it was not measured), all against a net without normalizers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/measure/seed_spread.hpp"
#include "demos/lab/report/comparison.hpp"
#include "demos/lab/report/table.hpp"

namespace gg::lab {

// A number with its range: a mean with one standard deviation to each side, or a median with quartiles.
struct Spread {
  double value = 0, low = 0, high = 0;
};

// One normalizer at one batch; lists are empty, and the others nothing, where no such run ended well.
struct NormalizerScore {
  std::string norm = {};
  std::vector<double> errors, spike_rates, gradient_variations;  // of the runs that finished, by seed
  std::size_t failed = 0;                                        // trainings that diverged or crashed
  std::optional<Spread> speed;
  std::optional<double> memory;

  Group error_group() const;  // under that normalizer's name
  Group gradient_group() const;
  std::optional<Spread> error() const;
  // Largest less smallest error, in points; from two seeds on, and where no run failed: one that diverged is
  // further off than any number says.
  std::optional<double> seed_range() const;
  std::optional<double> spike_rate() const;  // mean
  std::optional<Spread> gradient_variation() const;
};

class NormalizerScores {
 public:
  explicit NormalizerScores(const std::vector<Json>& rows);

  const std::vector<std::string>& norms() const { return norms_; }      // as they first appear
  const std::vector<std::size_t>& batches() const { return batches_; }  // falling

  std::size_t seeds() const;  // of trainings

  // Empty if there is no such run. A normalizer that looks at one sample at a time and was not trained at
  // this batch has the errors of the largest: in the micro-batch protocol they are the same by construction.
  NormalizerScore at(const std::string& norm, std::size_t batch) const;
  std::vector<std::string> norms_with_errors(std::size_t batch) const;  // best mean first, failed or not

 private:
  std::vector<Json> rows_at(const std::string& measure, const std::string& norm, std::size_t batch) const;

  std::vector<Json> rows_;
  std::vector<std::string> norms_;
  std::vector<std::size_t> batches_;
};

// One row a normalizer; what is not the error, for each batch, falling: "0.35 / 1.20". "-" where there is
// nothing.
Table normalizer_table(const NormalizerScores& scores);

}  // namespace gg::lab
