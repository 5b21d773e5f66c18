// Pooling as modules; the formulas are in core/ops/pooling.hpp and core/ops/resample.hpp.
#pragma once

#include "core/ops/pooling.hpp"
#include "core/ops/resample.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// max_pool2d() as a module.
class MaxPool2d : public Cloneable<MaxPool2d> {
 public:
  explicit MaxPool2d(Size2 kernel, const Pool2dOptions& options = {}) : kernel_(kernel), options_(options) {}
  Tensor forward(const Tensor& x) override { return max_pool2d(x, kernel_, options_); }
  std::string describe() const override;

 private:
  Size2 kernel_;
  Pool2dOptions options_;
};

// avg_pool2d() as a module.
class AvgPool2d : public Cloneable<AvgPool2d> {
 public:
  explicit AvgPool2d(Size2 kernel, const Pool2dOptions& options = {}) : kernel_(kernel), options_(options) {}
  Tensor forward(const Tensor& x) override { return avg_pool2d(x, kernel_, options_); }
  std::string describe() const override;

 private:
  Size2 kernel_;
  Pool2dOptions options_;
};

// adaptive_avg_pool2d() as a module.
class AdaptiveAvgPool2d : public Cloneable<AdaptiveAvgPool2d> {
 public:
  explicit AdaptiveAvgPool2d(Size2 size) : size_(size) {}
  Tensor forward(const Tensor& x) override { return adaptive_avg_pool2d(x, size_); }
  std::string describe() const override;

 private:
  Size2 size_;
};

// global_avg_pool(): (N, C, *spatial) to (N, C)
class GlobalAvgPool : public Cloneable<GlobalAvgPool> {
 public:
  Tensor forward(const Tensor& x) override { return global_avg_pool(x); }
  std::string describe() const override { return "GlobalAvgPool()"; }
};

}  // namespace GG_SCALAR
}  // namespace gg
