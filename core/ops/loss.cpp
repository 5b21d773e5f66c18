#include "core/ops/loss.hpp"

#include <algorithm>
#include <cmath>

#include "core/autograd.hpp"
#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/select.hpp"
#include "core/ops/shape.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {

// --- Element by element

namespace {

void check_same_shape(const char* op, const Tensor& x, const Tensor& target) {
  GG_CHECK(x.shape() == target.shape(), op, ": expected input and target of one shape, got ", x.shape(),
           " and ", target.shape());
}

Tensor difference(const char* op, const Tensor& x, const Tensor& target) {
  check_same_shape(op, x, target);
  return x - target;
}

Tensor reduced(const Tensor& losses, Reduction reduction) {
  if (reduction == Reduction::none) return losses;
  return reduction == Reduction::mean ? mean(losses) : sum(losses);
}

}  // namespace

Tensor mse_loss(const Tensor& x, const Tensor& target, Reduction reduction) {
  const Tensor e = difference("mse_loss", x, target);
  return reduced(e * e, reduction);
}

Tensor l1_loss(const Tensor& x, const Tensor& target, Reduction reduction) {
  return reduced(abs(difference("l1_loss", x, target)), reduction);
}

Tensor smooth_l1_loss(const Tensor& x, const Tensor& target, double beta, Reduction reduction) {
  GG_CHECK(beta > 0, "smooth_l1_loss: expected beta above 0, got ", beta);
  const Tensor e = difference("smooth_l1_loss", x, target), size = abs(e);
  return reduced(where(lt(size.detach(), beta), e * e / (2 * beta), size - beta / 2), reduction);
}

Tensor bce_with_logits_loss(const Tensor& x, const Tensor& target, Reduction reduction) {
  check_same_shape("bce_with_logits_loss", x, target);
  return reduced(softplus(x) - x * target, reduction);
}

// --- Classification

namespace {

// Logits as rows (samples, classes): for (N, classes, *spatial) each position is a sample.
Tensor as_rows(const char* op, const Tensor& logits) {
  GG_CHECK(logits.dim() >= 2 && logits.size(1) > 0, op, ": expected logits (N, classes, *spatial), got ",
           logits.shape());
  if (logits.dim() == 2) return logits;
  const Tensor flat = flatten(logits, 2);
  return reshape(transpose(flat, 1, 2), {flat.size(0) * flat.size(2), flat.size(1)});
}

void check_targets(const char* op, const Tensor& rows, const Labels& targets,
                   std::optional<std::size_t> ignored = {}) {
  GG_CHECK(rows.dim() == 2 && rows.size(0) == targets.size(), op, ": expected logits (", targets.size(),
           ", classes) for ", targets.size(), " targets, got ", rows.shape());
  for (std::size_t target : targets) {
    GG_CHECK(target == ignored || target < rows.size(1), op, ": target ", target, " is out of range for ",
             rows.size(1), " classes");
  }
}

// What the classes of each sample count, (samples, classes): the loss is -sum(shares * log probabilities).
Tensor target_shares(const char* op, const Tensor& rows, const Labels& targets,
                     const CrossEntropyOptions& o) {
  check_targets(op, rows, targets, o.ignore_index);
  const std::size_t classes = rows.size(1);
  GG_CHECK(o.label_smoothing >= 0 && o.label_smoothing <= 1, op, ": expected label_smoothing in [0, 1], got ",
           o.label_smoothing);
  GG_CHECK(!o.weight.defined() || o.weight.shape() == Shape{classes}, op, ": expected weight (", classes,
           "), got ", o.weight.defined() ? o.weight.shape() : Shape{});
  const auto weight = [&](std::size_t c) {
    return o.weight.defined() ? static_cast<double>(o.weight.data()[c]) : 1.0;
  };
  double total = 0;
  for (std::size_t target : targets) total += target == o.ignore_index ? 0 : weight(target);
  GG_CHECK(total > 0, op, ": no sample counts: ", targets.size(), " targets, logits ", rows.shape());
  Tensor shares = zeros(rows.shape());
  Scalar* q = shares.mutable_data();
  for (std::size_t i = 0; i < targets.size(); ++i, q += classes) {
    if (targets[i] == o.ignore_index) continue;
    const double spread = o.label_smoothing / static_cast<double>(classes);
    for (std::size_t c = 0; c < classes && spread > 0; ++c)
      q[c] = static_cast<Scalar>(spread * weight(c) / total);
    q[targets[i]] += static_cast<Scalar>((1 - o.label_smoothing) * weight(targets[i]) / total);
  }
  return shares;
}

// -sum(shares * x); where the share is 0, x may be -inf.
double expected_loss(const Tensor& shares, const Tensor& x) {
  double total = 0;
  for (std::size_t i = 0; i < x.numel(); ++i) {
    const double q = static_cast<double>(shares.data()[i]);
    if (q != 0) total -= q * static_cast<double>(x.data()[i]);
  }
  return total;
}

}  // namespace

Tensor cross_entropy(const Tensor& logits, const Labels& targets, const CrossEntropyOptions& options) {
  const OpTimer timer("cross_entropy");
  const Tensor rows = as_rows("cross_entropy", logits);
  const Tensor shares = target_shares("cross_entropy", rows, targets, options);
  const Tensor y = expected_loss(shares, log_softmax(rows.detach(), 1));
  return record("cross_entropy", y, {rows}, [x = Saved(rows), shares](const Backward& at) -> Tensors {
    return {(softmax(*x, 1) * sum(shares, {1}, true) - shares) * at.dy};
  });
}

Tensor nll_loss(const Tensor& log_probabilities, const Labels& targets, const CrossEntropyOptions& options) {
  const OpTimer timer("nll_loss");
  GG_CHECK(options.label_smoothing == 0, "nll_loss: label_smoothing is for cross_entropy");
  const Tensor rows = as_rows("nll_loss", log_probabilities);
  const Tensor shares = target_shares("nll_loss", rows, targets, options);
  return record("nll_loss", expected_loss(shares, rows), {rows},
                [shares](const Backward& at) -> Tensors { return {shares * neg(at.dy)}; });
}

std::size_t count_correct(const Tensor& logits, const Labels& targets) {
  check_targets("count_correct", logits, targets);
  if (targets.empty()) return 0;
  const Indices chosen = argmax(logits, 1);
  std::size_t correct = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    correct += chosen[i] == targets[i] && !std::isnan(logits.data()[i * logits.size(1) + chosen[i]]);
  }
  return correct;
}

}  // namespace GG_SCALAR
}  // namespace gg
