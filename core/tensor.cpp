#include "core/tensor.hpp"

#include <algorithm>

#include "core/autograd.hpp"
#include "core/tensor_impl.hpp"

namespace gg {

std::size_t numel(const Shape& shape) {
  constexpr std::size_t kLimit = std::size_t{1} << 48;
  std::size_t count = 1;
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  for (std::size_t extent : shape) {
    GG_CHECK(count <= kLimit / extent, "tensor: shape ", shape, " has more than 2^48 elements");
    count *= extent;
  }
  return count;
}

inline namespace GG_SCALAR {
namespace {

TensorImpl& defined_impl(const Tensor& x) {
  GG_CHECK(x.defined(),
           "tensor: this Tensor is undefined (default-constructed, or a gradient that was never computed)");
  return *x.impl();
}

}  // namespace

Tensor::Tensor(double value) : Tensor(empty({})) { *impl_->storage->data() = static_cast<Scalar>(value); }

Tensor::Tensor(const Shape& shape, const std::vector<Scalar>& values) {
  GG_CHECK(gg::numel(shape) == values.size(), "tensor: shape ", shape, " holds ", gg::numel(shape),
           " values, got ", values.size());
  *this = empty(shape);
  std::copy(values.begin(), values.end(), impl_->storage->data());
}

const Shape& Tensor::shape() const { return defined_impl(*this).shape; }
std::size_t Tensor::dim() const { return shape().size(); }
std::size_t Tensor::size(int axis) const { return shape()[normalize_axis("size", axis, dim())]; }
std::size_t Tensor::numel() const { return defined_impl(*this).numel; }

const Scalar* Tensor::data() const { return defined_impl(*this).storage->data(); }

Scalar* Tensor::mutable_data() {
  TensorImpl& impl = defined_impl(*this);
  ++impl.storage->version;
  return impl.storage->data();
}

Scalar Tensor::item() const {
  GG_CHECK(numel() == 1, "item: expected a tensor with one element, got shape ", shape());
  return *data();
}

Scalar Tensor::at(const Shape& index) const {
  GG_CHECK(index.size() == dim(), "at: expected ", dim(), " indices for shape ", shape(), ", got ", index);
  std::size_t offset = 0;
  for (std::size_t i = 0; i < index.size(); ++i) {
    GG_CHECK(index[i] < shape()[i], "at: index ", index, " is out of range for shape ", shape());
    offset = offset * shape()[i] + index[i];
  }
  return data()[offset];
}

std::vector<Scalar> Tensor::to_vector() const { return {data(), data() + numel()}; }

void Tensor::copy_(const Tensor& source) {
  GG_CHECK(source.shape() == shape(), "copy_: expected shape ", shape(), ", got ", source.shape());
  std::copy_n(source.data(), numel(), mutable_data());
}

void Tensor::fill_(double value) { std::fill_n(mutable_data(), numel(), static_cast<Scalar>(value)); }

bool Tensor::requires_grad() const { return impl_ && impl_->requires_grad; }

Tensor& Tensor::requires_grad_(bool value) {
  GG_CHECK(is_leaf(), "requires_grad_: only leaves can be changed, got the result of '", op(),
           "'; detach() it first");
  defined_impl(*this).requires_grad = value;
  return *this;
}

bool Tensor::is_leaf() const { return defined_impl(*this).node == nullptr; }
const char* Tensor::op() const { return is_leaf() ? "" : impl_->node->name; }
Tensor Tensor::grad() const { return defined_impl(*this).grad; }

void Tensor::set_grad(const Tensor& gradient) {
  GG_CHECK(!gradient.defined() || gradient.shape() == shape(), "set_grad: expected shape ", shape(), ", got ",
           gradient.shape());
  defined_impl(*this).grad = gradient;
}

void Tensor::zero_grad() { set_grad({}); }
void Tensor::retain_grad() { defined_impl(*this).retain_grad = true; }

std::size_t Tensor::register_hook(Hook hook) {
  auto& hooks = defined_impl(*this).hooks;
  GG_CHECK(requires_grad(), "register_hook: the tensor does not require a gradient");
  const std::size_t number = impl_->next_hook++;
  hooks.emplace_back(number, std::move(hook));
  return number;
}

void Tensor::remove_hook(std::size_t number) {
  auto& hooks = defined_impl(*this).hooks;
  const auto found =
      std::find_if(hooks.begin(), hooks.end(), [&](const auto& h) { return h.first == number; });
  GG_CHECK(found != hooks.end(), "remove_hook: this tensor has no hook number ", number);
  hooks.erase(found);
}

Tensor Tensor::detach() const { return alias(*this, shape()); }

Tensor Tensor::clone() const {
  Tensor copy = empty(shape());
  std::copy_n(data(), numel(), copy.impl_->storage->data());
  return copy;
}

std::uint64_t Tensor::version() const { return defined_impl(*this).storage->version; }

bool Tensor::unique() const { return impl_.use_count() == 1 && impl_->storage.use_count() == 1; }

Tensor alias(const Tensor& x, const Shape& shape) {
  return Tensor(std::allocate_shared<TensorImpl>(Recycled<TensorImpl>(), shape, defined_impl(x).storage));
}

Tensor empty(const Shape& shape) {
  return Tensor(std::allocate_shared<TensorImpl>(
      Recycled<TensorImpl>(), shape, std::allocate_shared<Storage>(Recycled<Storage>(), numel(shape))));
}

Tensor full(const Shape& shape, double value) {
  Tensor x = empty(shape);
  x.fill_(value);
  return x;
}

Tensor zeros(const Shape& shape) { return full(shape, 0); }
Tensor ones(const Shape& shape) { return full(shape, 1); }

Tensor arange(std::size_t n) {
  Tensor x = empty({n});
  Scalar* out = x.mutable_data();
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Scalar>(i);
  return x;
}

Tensor randn(const Shape& shape, Random& random) {
  Tensor x = empty(shape);
  std::generate_n(x.mutable_data(), x.numel(), [&] { return static_cast<Scalar>(random.normal()); });
  return x;
}

Tensor rand(const Shape& shape, Random& random) {
  Tensor x = empty(shape);
  std::generate_n(x.mutable_data(), x.numel(), [&] { return static_cast<Scalar>(random.uniform()); });
  return x;
}

std::size_t normalize_axis(const char* op, int axis, std::size_t dim) {
  const int rank = static_cast<int>(dim);
  GG_CHECK(-rank <= axis && axis < rank, op, ": axis ", axis, " is out of range for a tensor with ", dim,
           " axes");
  return static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
}

}  // namespace GG_SCALAR
}  // namespace gg
