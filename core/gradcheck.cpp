#include "core/gradcheck.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "core/autograd.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

Tensors random_like(const Tensors& ys, std::uint64_t seed) {
  Random random(seed, 0x9c);
  Tensors us;
  for (const Tensor& y : ys) us.push_back(randn(y.shape(), random));
  return us;
}

double inner(const Tensors& us, const Tensors& ys) {
  double total = 0;
  for (std::size_t k = 0; k < us.size(); ++k) {
    for (std::size_t i = 0; i < us[k].numel(); ++i) {
      total += static_cast<double>(us[k].data()[i]) * static_cast<double>(ys[k].data()[i]);
    }
  }
  return total;
}

// The outputs that a gradient can flow from, with their cotangents.
Tensors analytic(const Tensors& ys, const Tensors& us, const Tensors& inputs, bool create_graph) {
  Tensors outputs, cotangents, wanted;
  for (std::size_t k = 0; k < ys.size(); ++k) {
    if (!ys[k].requires_grad()) continue;
    outputs.push_back(ys[k]);
    cotangents.push_back(us[k]);
  }
  for (const Tensor& x : inputs) {
    if (x.requires_grad()) wanted.push_back(x);
  }
  GradOptions options;
  options.create_graph = create_graph;
  options.allow_unused = true;
  Tensors gradients = outputs.empty() ? Tensors(wanted.size()) : grad(outputs, wanted, cotangents, options);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!gradients[i].defined()) gradients[i] = zeros(wanted[i].shape());
  }
  return gradients;
}

// Puts an element back at the end of its scope, whatever happens in between.
class Restored {
 public:
  Restored(Tensor& x, std::size_t i) : x_(x), i_(i), before_(x.data()[i]) {}
  ~Restored() { x_.mutable_data()[i_] = before_; }
  Restored(const Restored&) = delete;
  Restored& operator=(const Restored&) = delete;

 private:
  Tensor& x_;
  std::size_t i_;
  Scalar before_;
};

std::string shapes_text(const Tensors& tensors) {
  std::string out;
  for (const Tensor& t : tensors) out += (out.empty() ? "" : ", ") + text(t.shape());
  return out;
}

std::string index_text(const Tensor& x, std::size_t flat) {
  Shape index(x.dim());
  for (std::size_t i = x.dim(); i-- > 0; flat /= x.shape()[i]) index[i] = flat % x.shape()[i];
  return text(index);
}

}  // namespace

GradcheckResult gradcheck(const std::string& name, const TensorFunction& f, const Tensors& inputs,
                          const GradcheckOptions& options) {
  GG_CHECK((std::is_same_v<Scalar, double>),
           "gradcheck: needs the float64 build (link groupgrad64, or define "
           "GROUPGRAD_FLOAT64 with it)");
  const Tensors ys = f(inputs), us = random_like(ys, options.seed);
  const Tensors gradients = analytic(ys, us, inputs, false);
  const auto value = [&] {
    // Not NoGrad: f may itself ask for gradients.
    return inner(us, f(inputs));
  };
  GG_CHECK(!gradients.empty(), "gradcheck of ", name,
           ": no input requires a gradient, so there is nothing to check");
  GradcheckResult result;
  std::size_t next = 0;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    Tensor x = inputs[k];
    if (!x.requires_grad()) continue;
    const Tensor& g = gradients[next++];
    for (std::size_t i = 0; i < x.numel(); ++i) {
      const auto at = [&](double step) {
        const Restored element(x, i);
        x.mutable_data()[i] += static_cast<Scalar>(step);
        return value();
      };
      const double expected = (at(options.eps) - at(-options.eps)) / (2 * options.eps);
      const double received = static_cast<double>(g.data()[i]), error = std::abs(received - expected);
      result.gradient_norm += received * received;
      result.worst_error = std::max(result.worst_error, error);
      if (result.ok && !(error <= options.atol + options.rtol * std::abs(expected))) {
        result.ok = false;
        result.message = "gradcheck of " + name + " with inputs " + shapes_text(inputs) +
                         ": gradient of input " + text(k) + " at index " + index_text(x, i) + ": received " +
                         text(received) + ", expected " + text(expected);
      }
    }
  }
  result.gradient_norm = std::sqrt(result.gradient_norm);
  return result;
}

GradcheckResult gradgradcheck(const std::string& name, const TensorFunction& f, const Tensors& inputs,
                              const GradcheckOptions& options) {
  const std::size_t count = inputs.size();
  Tensors all = inputs;
  for (Tensor& u : random_like(f(inputs), options.seed + 1)) all.push_back(u.requires_grad_());
  const auto gradient = [&](const Tensors& xs) {
    const Tensors own(xs.begin(), xs.begin() + static_cast<long>(count));
    const Tensors us(xs.begin() + static_cast<long>(count), xs.end());
    return analytic(f(own), us, own, true);
  };
  return gradcheck("gradient of " + name, gradient, all, options);
}

}  // namespace GG_SCALAR
}  // namespace gg
