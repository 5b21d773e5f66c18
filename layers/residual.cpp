#include "layers/residual.hpp"

#include "core/ops/elementwise.hpp"
#include "layers/flatten.hpp"

namespace gg {
inline namespace GG_SCALAR {

Residual::Residual(ModulePtr body, ModulePtr shortcut)
    : body_(std::move(body)), shortcut_(shortcut ? std::move(shortcut) : make<Identity>()) {
  GG_CHECK(body_ != nullptr, "Residual: the body is null");
}

Tensor Residual::forward(const Tensor& x) {
  const Tensor y = (*body_)(x), z = (*shortcut_)(x);
  GG_CHECK(y.shape() == z.shape(), "Residual: the body gives ", y.shape(), ", the shortcut ", z.shape());
  return y + z;
}

void Residual::members(Members& m) {
  m.child("body", body_);
  m.child("shortcut", shortcut_);
}

}  // namespace GG_SCALAR
}  // namespace gg
