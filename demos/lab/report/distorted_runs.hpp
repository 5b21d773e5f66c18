// The results of a sweep over normalizers, distortions and seeds, sorted for tables, charts and findings.
//
// A row has norm, distortion (a text of distortion_named), seed, status, and validation_error in percent if
// finished.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/report/comparison.hpp"
#include "demos/lab/report/table.hpp"

namespace gg::lab {

class DistortedRuns {
 public:
  // Throws Error when a run that finished has an error outside [0, 100], when the same norm, distortion and
  // seed comes twice, and as distortion_named does.
  explicit DistortedRuns(const std::vector<Json>& rows);

  const std::vector<std::string>& norms() const { return norms_; }              // as they first appear
  const std::vector<std::string>& distortions() const { return distortions_; }  // "none" too, if it is there

  std::size_t seeds() const { return seeds_.size(); }

  // Validation errors of the runs that finished, in percent, by seed.
  std::vector<double> errors(const std::string& norm, const std::string& distortion) const;

  // Rises of the error in points: each run against that of the same seed and normalizer without distortion,
  // where both finished.
  std::vector<double> rises(const std::string& norm, const std::string& distortion) const;

  // Both under the normalizer's name, with the runs that have no such number.
  Group error_group(const std::string& norm, const std::string& distortion) const;
  Group rise_group(const std::string& norm, const std::string& distortion) const;

  // Runs that diverged or crashed.
  std::size_t failed(const std::string& norm, const std::string& distortion) const;

 private:
  Group group(const std::string& norm, const std::string& distortion,
              const std::vector<double>& values) const;

  struct Run {
    std::string norm, distortion;
    int seed = 0;
    bool finished = false;
    double error = 0;
  };
  std::vector<Run> runs_;
  std::vector<std::string> norms_, distortions_;
  std::vector<int> seeds_;
};

// Mean and standard deviation of the error, and of its rise, by distortion (rows) and normalizer (columns);
// runs that failed are counted beside it; "-" where nothing was run.
Table distorted_error_table(const DistortedRuns& runs);
Table rise_table(const DistortedRuns& runs);

}  // namespace gg::lab
