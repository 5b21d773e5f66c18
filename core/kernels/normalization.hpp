// One kernel for batch, layer, instance and group normalization: they differ only in the sets of elements
// that share a mean and a variance.
//
//   y = (x - mean) * rstd * gamma + beta,   rstd = 1 / sqrt(var + eps),   var biased
//
// A set consists of segments: runs of `length` neighbouring elements, `stride` apart.
//
//   group norm, set (n, g): the C/G planes of group g, one behind the other; each plane has its own gamma
//   batch norm, set c:      plane c of each sample, C planes apart; one gamma
//   without spatial axes:   group norm's set is one segment of C/G elements, each with its own gamma
#pragma once

#include "core/config.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

struct NormSets {
  std::size_t sets, segments, length;  // elements of a set: segments * length
  std::size_t set_stride, segment_stride;
  std::size_t channels;         // in all: the length of gamma and beta
  std::size_t set_channels;     // set s starts at channel (s * set_channels) % channels
  std::size_t segment_channel;  // 1: the next segment is the next channel; 0: it is the same
  std::size_t element_channel;  // 1: the next element is the next channel; 0: it is the same
  bool relu = false;            // a ReLU follows, in the same pass

  std::size_t size() const { return segments * length; }
};

// Sets of a (N, C, S) array: (n, g) for group norm, c for batch norm.
NormSets group_sets(std::size_t N, std::size_t C, std::size_t S, std::size_t G);
NormSets batch_sets(std::size_t N, std::size_t C, std::size_t S);

// The mean is kept as a sum of two, shift + residual: x - shift loses nothing when mean >> sigma, and a
// constant set has shift equal to each of its elements, hence x_hat of exactly 0.
struct Moments {
  Scalar shift, residual, rstd;
  double mean, var;  // for reports and running statistics; var is biased
};

// What is read forward and backward.
struct NormArrays {
  const Scalar *x, *gamma, *beta;
};

// Fills moments[sets] and y.
void normalize(const NormSets& s, const NormArrays& a, double eps, Moments* moments, Scalar* y);

// With x_hat = (x - mean) * rstd, g = dy * gamma, and means over the set:
//
//   dx = rstd * (g - mean(g) - x_hat * mean(g * x_hat))
//   dgamma = sum of dy * x_hat,  dbeta = sum of dy, over each channel
//
// Any of dx, dgamma, dbeta may be null; dx may be dy. With relu, dy counts as 0 where y was not above 0.
void normalize_backward(const NormSets& s, const NormArrays& a, const Moments* moments, const Scalar* dy,
                        Scalar* dx, Scalar* dgamma, Scalar* dbeta);

// Whether `relu` can be set for these sets.
bool can_join_relu(const NormSets& s);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
