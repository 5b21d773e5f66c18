#include "layers/precise_bn.hpp"

#include <algorithm>

#include "core/autograd.hpp"
#include "layers/running_stats.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// The moments of all batches seen so far, joined as Welford and Chan do, in double.
class Population {
 public:
  void add(const NormStatistics& batch, std::size_t count) {
    const std::size_t n = batch.mean.numel();
    mean_.resize(n);
    squares_.resize(n);
    const auto weight = static_cast<double>(count);
    const double before = total_, after = total_ + weight;
    for (std::size_t i = 0; i < n; ++i) {
      const double away = static_cast<double>(batch.mean.data()[i]) - mean_[i];
      mean_[i] += away * weight / after;
      squares_[i] +=
          weight * static_cast<double>(batch.var.data()[i]) + away * away * weight * before / after;
    }
    total_ = after;
  }

  void write(RunningStats& layer) const {
    if (total_ == 0) return;
    Scalar *mean = layer.running_mean.mutable_data(), *var = layer.running_var.mutable_data();
    for (std::size_t i = 0; i < mean_.size(); ++i) {
      mean[i] = static_cast<Scalar>(mean_[i]);
      var[i] = static_cast<Scalar>(squares_[i] / total_);
    }
  }

 private:
  double total_ = 0;
  std::vector<double> mean_, squares_;  // squares: of distances from the mean, summed
};

// Layers with running statistics in training and observed, everything else in evaluation, for its lifetime.
class Collecting {
 public:
  explicit Collecting(Module& net) : layers_(layers_with_running_stats(net)), populations_(layers_.size()) {
    for (const auto& [name, module] : net.named_modules()) before_.emplace_back(module, module->training());
    net.eval();
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      dynamic_cast<Module&>(*layers_[i]).train();
      layers_[i]->observe_batches(
          [population = &populations_[i]](const NormStatistics& batch, std::size_t count) {
            population->add(batch, count);
          });
    }
  }
  ~Collecting() {
    for (RunningStats* layer : layers_) layer->observe_batches({});
    for (const auto& [module, training] : before_) module->train(training);  // the outer ones first
  }
  Collecting(const Collecting&) = delete;
  Collecting& operator=(const Collecting&) = delete;

  void write() const {
    for (std::size_t i = 0; i < layers_.size(); ++i) populations_[i].write(*layers_[i]);
  }

 private:
  std::vector<RunningStats*> layers_;
  std::vector<Population> populations_;
  std::vector<std::pair<Module*, bool>> before_;
};

}  // namespace

void precise_bn(Module& net, const Tensors& batches) {
  precise_bn(net, batches.size(), [&](std::size_t i) { return batches[i]; });
}

void precise_bn(Module& net, std::size_t num_batches, const std::function<Tensor(std::size_t)>& batch) {
  GG_CHECK(num_batches >= 1, "precise_bn: expected at least 1 batch, got 0");
  GG_CHECK(!layers_with_running_stats(net).empty(), "precise_bn: no layer with running statistics in ",
           net.describe());
  const NoGrad no_grad;
  const Collecting collecting(net);
  for (std::size_t i = 0; i < num_batches; ++i) net(batch(i));
  collecting.write();
}

}  // namespace GG_SCALAR
}  // namespace gg
