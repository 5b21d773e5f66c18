// How a tensor prints: values through xtensor's formatter, which aligns and elides them, then shape and op.
#include <ostream>

#if __has_include(<xtensor/io/xio.hpp>)  // xtensor 0.26
#include <xtensor/io/xio.hpp>
#else
#include <xtensor/xio.hpp>
#endif

#include "core/xtensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

std::ostream& operator<<(std::ostream& out, const Tensor& x) {
  if (!x.defined()) return out << "tensor(undefined)";
  out << "tensor(";
  if (x.dim() == 0) {
    out << text(x.item());
  } else {
    out << as_xarray(x) << ", shape " << text(x.shape());
  }
  if (!x.is_leaf()) {
    out << ", from " << x.op();
  } else if (x.requires_grad()) {
    out << ", requires_grad";
  }
  return out << ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
