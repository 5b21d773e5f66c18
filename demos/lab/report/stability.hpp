// The results of a sweep over normalizers, batch sizes and seeds, sorted for tables, charts and findings.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "demos/lab/report/comparison.hpp"
#include "demos/lab/report/table.hpp"

namespace gg::lab {

// micro_batch: the optimizer's batch and its images are fixed, and only the batch that is normalized over
// varies. plain: the steps vary with it. one_class: as micro_batch, but each normalization batch holds images
// of one class, so that a smaller one mixes more classes into a step.
enum class Protocol { micro_batch, plain, one_class };

struct StabilityCell {
  std::string norm;  // its short text: "bn", "gn:8", "none"
  int batch = 0;     // images that are normalized over
  int seed = 0;
  double error = 0;  // validation error in percent; not looked at when the run diverged or crashed
  bool diverged = false;
  bool crashed = false;
};

// How a normalizer is called in text: "BN", "GN:8", "none".
std::string name_of_norm(const std::string& norm);

class StabilityGrid {
 public:
  // Throws Error when a run that neither diverged nor crashed has an error outside [0, 100], and when the
  // same norm, batch and seed comes twice.
  StabilityGrid(std::vector<StabilityCell> cells, Protocol protocol);

  Protocol protocol() const { return protocol_; }
  const std::vector<StabilityCell>& cells() const { return cells_; }
  const std::vector<std::string>& norms() const { return norms_; }  // as they first appear
  const std::vector<int>& batches() const { return batches_; }      // falling

  // Whether the batch cannot matter to that normalizer: under micro_batch each that looks at one image at a
  // time (see norm_sees_batch).
  bool constant_by_construction(const std::string& norm) const;

  // Whether there is a run, however it ended, of that normalizer at that batch.
  bool has_runs(const std::string& norm, int batch) const;

  // Errors of the runs that ended well, by seed. A normalizer that is constant by construction and was
  // trained at one batch only has these errors at every batch.
  std::vector<double> errors(const std::string& norm, int batch) const;

  // These errors under the normalizer's name, with the runs that diverged or crashed.
  Group group(const std::string& norm, int batch) const;

  // The batches at which there are errors, falling.
  std::vector<int> batches_with_errors(const std::string& norm) const;

  std::size_t diverged(const std::string& norm, int batch) const;
  std::size_t crashed(const std::string& norm, int batch) const;

 private:
  std::vector<StabilityCell> runs(const std::string& norm, int batch) const;
  int source_of(const std::string& norm, int batch) const;

  std::vector<StabilityCell> cells_;
  Protocol protocol_;
  std::vector<std::string> norms_;
  std::vector<int> batches_;
};

// Mean and standard deviation of the error by norm (rows) and batch (columns): "5.17 ± 0.12"; "5.17" for a
// single seed; runs that failed are counted beside it ("1 diverged"); "-" where nothing was run.
Table stability_table(const StabilityGrid& grid);

}  // namespace gg::lab
