// Walks several arrays of one shape together, each with strides of its own, one innermost row at a time.
#pragma once

#include <array>
#include <cstddef>

#include "core/config.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

using Strides = std::vector<std::ptrdiff_t>;  // in elements; 0 repeats an axis, negative walks it backwards

// Row-major strides of a contiguous array.
inline Strides contiguous_strides(const Shape& shape) {
  Strides strides(shape.size());
  std::ptrdiff_t step = 1;
  for (std::size_t i = shape.size(); i-- > 0; step *= static_cast<std::ptrdiff_t>(shape[i]))
    strides[i] = step;
  return strides;
}

// Strides that read an array of shape `from` as if it had been broadcast to `to` (aligned at the last axis).
inline Strides broadcast_strides(const Shape& from, const Shape& to) {
  const Strides own = contiguous_strides(from);
  Strides strides(to.size(), 0);
  const std::size_t lead = to.size() - from.size();
  for (std::size_t i = 0; i < from.size(); ++i) strides[lead + i] = from[i] == 1 ? 0 : own[i];
  return strides;
}

template <std::size_t K>
struct NdPlan {
  Shape extents;
  std::array<Strides, K> strides;
};

// Drops axes of extent 1 and merges neighbours that every array walks as one.
template <std::size_t K>
NdPlan<K> collapse(const Shape& shape, const std::array<Strides, K>& strides) {
  NdPlan<K> plan;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 1) continue;
    bool merge = !plan.extents.empty();
    for (std::size_t k = 0; k < K && merge; ++k) {
      merge = plan.strides[k].back() == strides[k][i] * static_cast<std::ptrdiff_t>(shape[i]);
    }
    if (!merge) plan.extents.push_back(1);
    plan.extents.back() *= shape[i];
    for (std::size_t k = 0; k < K; ++k) {
      if (!merge) plan.strides[k].push_back(0);
      plan.strides[k].back() = strides[k][i];
    }
  }
  return plan;
}

// Calls row(n, offsets, steps) for each innermost row: n elements, array k from offsets[k]
// on with steps[k] between.
template <std::size_t K, class Row>
void nd_loop(const Shape& shape, const std::array<Strides, K>& strides, Row row) {
  for (std::size_t extent : shape) {
    if (extent == 0) return;
  }
  const NdPlan<K> plan = collapse(shape, strides);
  std::array<std::ptrdiff_t, K> offsets{}, steps{};
  if (plan.extents.empty()) return row(std::size_t{1}, offsets, steps);

  const std::size_t outer = plan.extents.size() - 1;
  for (std::size_t k = 0; k < K; ++k) steps[k] = plan.strides[k][outer];
  Shape index(outer, 0);
  for (;;) {
    row(plan.extents[outer], offsets, steps);
    std::size_t axis = outer;
    for (;;) {
      if (axis == 0) return;
      --axis;
      for (std::size_t k = 0; k < K; ++k) offsets[k] += plan.strides[k][axis];
      if (++index[axis] < plan.extents[axis]) break;
      for (std::size_t k = 0; k < K; ++k) {
        offsets[k] -= plan.strides[k][axis] * static_cast<std::ptrdiff_t>(plan.extents[axis]);
      }
      index[axis] = 0;
    }
  }
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
