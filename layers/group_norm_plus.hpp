// The layer that Gunawan, Yin and Zhang, "Understanding and Improving Group Normalization", propose (arXiv
// 2207.01972): group norm and batch norm, mixed.
#pragma once

#include "layers/batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// How GroupNormPlus arranges its two halves.
enum class Arrangement { gn_first, bn_first, parallel };

// What GroupNormPlus can be told beside BatchNormOptions, which are for its batch norm; eps is for both
// halves.
struct GroupNormPlusOptions : BatchNormOptions {
  Arrangement arrangement = Arrangement::gn_first;  // which half comes first, if either
  // As the authors' code has it, for comparison: the batch norm takes its statistics over the samples alone,
  // for each channel and position, with the unbiased variance, and keeps no running averages; evaluation,
  // too, takes those of the batch. A batch of one then throws; a batch of two gives little but a sign.
  bool published_statistics = false;
};

//   y = gamma (s g + (1 - s) b) + beta      s = 1 / (1 + exp(-lambda))
//
//   gn_first    g = GN(x), b = BN(g)
//   bn_first    b = BN(x), g = GN(b)
//   parallel    g = GN(x), b = BN(x)
//
// GN and BN are GroupNorm and BatchNorm without gamma and beta. lambda is learned, one number a layer, and
// starts at 1: s = 0.731. x and y are (N, num_channels, *spatial). Training and evaluation differ as
// BatchNorm's do. Throws unless num_channels is a multiple of num_groups, and where BatchNorm does.
// statistics() are those of the half that sees x: (N, num_groups), or (num_channels) with bn_first.
class GroupNormPlus : public Cloneable<GroupNormPlus, Norm> {
 public:
  GroupNormPlus(std::size_t num_groups, std::size_t num_channels, const GroupNormPlusOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;

  Tensor lambda;  // shape {}; learned, with or without gamma and beta

 private:
  Tensor normalized(const Tensor& x, bool relu) override;
  Tensor group_half(const Tensor& x, NormStatistics* statistics);
  Tensor batch_half(const Tensor& x, NormStatistics* statistics);
  Tensor published_batch_half(const Tensor& x, NormStatistics* statistics) const;

  std::size_t num_groups_, num_channels_;
  Arrangement arrangement_;
  std::shared_ptr<BatchNorm> bn_;  // null with published statistics
};

}  // namespace GG_SCALAR
}  // namespace gg
