// What all normalization layers share: gamma and beta, eps, and the statistics of the last forward.
#pragma once

#include "core/ops/normalization.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What all normalization layers can be told.
struct NormOptions {
  double eps = 1e-5;   // added to the variance
  bool affine = true;  // learn gamma (starts at 1) and beta (starts at 0)
};

// A normalization layer of one's own derives from Cloneable<ITSELF, Norm>. Its normalized() is the forward
// pass and fills statistics_ (pass &statistics_ to the op), and a row in layers/make_norm.cpp gives it a
// name.
class Norm : public Module {
 public:
  void members(Members& m) override;

  Tensor forward(const Tensor& x) final { return normalized(x, false); }
  // relu(forward(x)) in one go, without hooks: Sequential calls it where a ReLU follows and neither has
  // hooks.
  Tensor forward_relu(const Tensor& x) { return normalized(x, true); }

  // What the last forward normalized with: mean and biased variance of its input, shapes in
  // core/ops/normalization.hpp; for batch norm in evaluation the running mean and (unbiased) variance. Throws
  // before the first forward.
  const NormStatistics& statistics() const;

  // Whether it is an activation as well, so that no ReLU is to follow it.
  virtual bool has_activation() const { return false; }

  Tensor weight, bias;  // gamma and beta, named as in PyTorch; undefined without affine

 protected:
  // The forward pass; with `relu`, the ReLU of its result.
  virtual Tensor normalized(const Tensor& x, bool relu) = 0;

  // name begins error messages; affine_shape is that of gamma and beta.
  Norm(const char* name, const Shape& affine_shape, const NormOptions& options);

  // Throws unless x is (N, channels, *spatial).
  void check_channels(const Tensor& x, std::size_t channels) const;
  // Throws unless num_channels is a multiple of num_groups.
  static void check_groups(const char* name, std::size_t num_groups, std::size_t num_channels);

  // For layers composed of ops: x as (N, channels, S) with its positions on one axis, at least one; throws as
  // check_channels does.
  Tensor flat(const Tensor& x, std::size_t channels) const;
  // x_hat * gamma + beta, with gamma and beta (C) and x_hat (N, C, S).
  Tensor scaled(const Tensor& x_hat) const;

  std::string affine_text() const { return weight.defined() ? "" : ", affine=false"; }  // for describe()

  double eps_;                 // as given
  NormStatistics statistics_;  // of the last forward, which fills it
};

}  // namespace GG_SCALAR
}  // namespace gg
