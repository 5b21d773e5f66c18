// Running averages of the statistics of batches, which batch norm and its relatives keep for evaluation, and
// how to hold them still in a whole net.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/ops/normalization.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Is shown the mean and biased variance of a batch, each taken over `count` values.
using BatchObserver = std::function<void(const NormStatistics& batch, std::size_t count)>;

// What a layer that keeps running statistics derives from, beside Norm. It shows them in members() by
// running_members(m) and gives each training batch to absorb().
class RunningStats {
 public:
  virtual ~RunningStats() = default;

  Tensor running_mean, running_var;  // start at 0 and 1; undefined where none are kept
  Tensor num_batches_tracked;        // a count, shape {}

  // Set to true while probing: training goes on as it does, but the running statistics stay where they are.
  bool freeze_running_stats = false;

  // While it is set, training batches are shown to it and do not move the running statistics; {} ends that.
  void observe_batches(BatchObserver observer) { observer_ = std::move(observer); }

 protected:
  // name begins error messages. momentum is the weight of the newest batch, none asks for the plain average
  // of all; shape is that of the statistics, {} keeps none.
  RunningStats(const char* name, const Shape& shape, std::optional<double> momentum);

  // A batch has passed in training: running <- (1 - momentum) running + momentum batch, with the unbiased
  // variance. count: values behind each statistic.
  void absorb(const NormStatistics& batch, std::size_t count);
  // The same with another variance to blend in.
  void absorb(const NormStatistics& batch, std::size_t count, const Tensor& var);

  void running_members(Members& m);   // the buffers, for members()
  std::string momentum_text() const;  // for describe()
  // For describe(): what is said of a layer that does not track.
  std::string tracking_text() const { return running_mean.defined() ? "" : ", track_running_stats=false"; }

 private:
  std::optional<double> momentum_;
  BatchObserver observer_;
};

// The layers of a net that keep running statistics, from the outside in.
std::vector<RunningStats*> layers_with_running_stats(Module& net);

// Holds the running statistics of all layers of a net until the end of its scope, then lets each go on as it
// did before. The net must live as long.
class FrozenRunningStats {
 public:
  explicit FrozenRunningStats(Module& net);
  ~FrozenRunningStats();
  FrozenRunningStats(const FrozenRunningStats&) = delete;
  FrozenRunningStats& operator=(const FrozenRunningStats&) = delete;

 private:
  std::vector<std::pair<RunningStats*, bool>> before_;
};

// The same without a scope: sets freeze_running_stats of every layer that has it.
void freeze_running_stats(Module& net, bool on = true);

}  // namespace GG_SCALAR
}  // namespace gg
