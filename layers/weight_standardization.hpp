// Weight Standardization (Qiao et al., arXiv 1903.10520).
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A linear or convolutional layer with standardized weights:
//
//   W_o <- (W_o - mean) / (sd + eps)      for each output channel o
//
// with the mean and the (biased) deviation over all weights that lead to o: the input channels of its group
// and the kernel. The layer inside keeps, learns and saves its raw weights, and its bias is left alone. For
// use before a group norm, above all where batches are tiny. The same in training and evaluation.
//
// The layer must have a parameter "weight" of at least 2 axes, (out, in / groups, *kernel), or be a
// ConvTranspose2d; and an output channel at least 2 weights. Throws otherwise.
class WeightStandardization : public Cloneable<WeightStandardization> {
 public:
  explicit WeightStandardization(ModulePtr layer, double eps = 1e-5);

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override { m.child("layer", layer_); }
  std::string describe() const override { return "WeightStandardization"; }

  Module& layer() const { return *layer_; }  // the one inside
  Tensor standardized_weight() const;        // as the next forward uses it

 private:
  ModulePtr layer_;
  double eps_;
};

}  // namespace GG_SCALAR
}  // namespace gg
