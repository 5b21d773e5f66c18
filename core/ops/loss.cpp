#include "core/ops/loss.hpp"

#include <algorithm>
#include <cmath>

#include "core/autograd.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

void check_targets(const char* op, const Tensor& logits, const Labels& targets) {
  GG_CHECK(logits.dim() == 2 && logits.size(0) == targets.size(), op, ": expected logits (", targets.size(),
           ", classes) for ", targets.size(), " targets, got ", logits.shape());
  for (std::size_t target : targets) {
    GG_CHECK(target < logits.size(1), op, ": target ", target, " is out of range for ", logits.size(1),
             " classes");
  }
}

Tensor one_hot_like(const Tensor& logits, const Labels& targets) {
  Tensor y = zeros(logits.shape());
  Scalar* out = y.mutable_data();
  for (std::size_t i = 0; i < targets.size(); ++i) out[i * logits.size(1) + targets[i]] = 1;
  return y;
}

}  // namespace

Tensor cross_entropy(const Tensor& logits, const Labels& targets) {
  check_targets("cross_entropy", logits, targets);
  GG_CHECK(!targets.empty(), "cross_entropy: expected at least one sample, got logits ", logits.shape());
  const double n = static_cast<double>(targets.size());
  const Tensor normalizer = logsumexp(logits.detach(), {1});
  double total = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    total += static_cast<double>(normalizer.data()[i] - logits.data()[i * logits.size(1) + targets[i]]);
  }
  return record("cross_entropy", Tensor(total / n), {logits},
                [x = Saved(logits), targets, n](const Backward& at) -> Tensors {
                  return {(softmax(*x, 1) - one_hot_like(*x, targets)) * (at.dy / n)};
                });
}

std::size_t count_correct(const Tensor& logits, const Labels& targets) {
  check_targets("count_correct", logits, targets);
  const std::size_t classes = logits.size(1);
  std::size_t correct = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Scalar* row = logits.data() + i * classes;
    correct += !std::isnan(row[targets[i]]) && std::max_element(row, row + classes) == row + targets[i];
  }
  return correct;
}

}  // namespace GG_SCALAR
}  // namespace gg
