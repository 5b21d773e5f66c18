// Arithmetic on each element alone, with NumPy broadcasting: shapes are aligned at their last axis, and
// an axis of extent 1 (or a missing one) is repeated. All are differentiable; shapes that do not fit
// throw an Error that names both.
//
// Scalars convert to tensors of shape {}, so 2 * x and x + 1 work.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor add(const Tensor& a, const Tensor& b);            // a + b
Tensor sub(const Tensor& a, const Tensor& b);            // a - b
Tensor mul(const Tensor& a, const Tensor& b);            // a b, element by element
Tensor div(const Tensor& a, const Tensor& b);            // a / b
Tensor pow(const Tensor& base, const Tensor& exponent);  // d/d exponent at base 0 is taken as 0

Tensor neg(const Tensor& x);    // -x
Tensor exp(const Tensor& x);    // e^x
Tensor log(const Tensor& x);    // the natural logarithm: -inf at 0, NaN below
Tensor sqrt(const Tensor& x);   // the square root: NaN below 0
Tensor rsqrt(const Tensor& x);  // 1 / sqrt(x)
Tensor abs(const Tensor& x);    // derivative 0 at 0

// add, sub, mul, div and neg as operators.
inline Tensor operator+(const Tensor& a, const Tensor& b) { return add(a, b); }
inline Tensor operator-(const Tensor& a, const Tensor& b) { return sub(a, b); }
inline Tensor operator*(const Tensor& a, const Tensor& b) { return mul(a, b); }
inline Tensor operator/(const Tensor& a, const Tensor& b) { return div(a, b); }
inline Tensor operator-(const Tensor& x) { return neg(x); }

}  // namespace GG_SCALAR
}  // namespace gg
