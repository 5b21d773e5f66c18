#include "core/autograd.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensors hessian_vector_product(const Tensor& f, const Tensors& inputs, const Tensors& v) {
  GG_CHECK(v.size() == inputs.size(), "hessian_vector_product: expected ", inputs.size(), " vectors, got ",
           v.size());
  GradOptions first;
  first.create_graph = true;
  const Tensors gradients = grad({f}, inputs, {}, first);
  Tensors products(inputs.size());
  // Where the gradient is constant, the Hessian is zero.
  Tensors recorded, cotangents;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    if (!gradients[i].requires_grad()) continue;
    recorded.push_back(gradients[i]);
    cotangents.push_back(v[i]);
  }
  GradOptions second;
  second.retain_graph = second.allow_unused = true;
  if (!recorded.empty()) products = grad(recorded, inputs, cotangents, second);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!products[i].defined()) products[i] = zeros(inputs[i].shape());
  }
  return products;
}

}  // namespace GG_SCALAR
}  // namespace gg
