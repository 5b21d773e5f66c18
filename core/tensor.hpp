// Tensor: a shared handle to an array of numbers, its gradient, and the op that made it.
//
//   gg::Tensor x({2, 2}, {1, 2, 3, 4});
//   x.requires_grad_();
//   gg::sum(x * x).backward();
//   std::cout << x.grad();          // 2 x
//
// Copying a Tensor copies the handle; clone() copies the numbers. Arrays are row-major and contiguous.
// Functions of tensors (core/ops) return new tensors; reshape and detach share their argument's numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <type_traits>
#include <vector>

#include "core/check.hpp"
#include "core/config.hpp"
#include "core/random.hpp"

namespace gg {

// The number of elements of an array of this shape; throws when it exceeds 2^48.
std::size_t numel(const Shape& shape);

inline namespace GG_SCALAR {

struct TensorImpl;
class Tensor;
using Tensors = std::vector<Tensor>;                               // several, in order
using NamedTensors = std::vector<std::pair<std::string, Tensor>>;  // each with its name, in order

// Is given a tensor's gradient and returns the one to use in its place, or {} to leave it as it is.
using Hook = std::function<Tensor(const Tensor& gradient)>;

// What Tensor::backward does with the graph.
struct BackwardOptions {
  bool retain_graph = false;  // keep saved values for another pass
  bool create_graph = false;  // record the pass itself, to differentiate its result; keeps the graph
};

// A shared handle to an array of numbers, its gradient, and the op that made it; see core/tensor.hpp.
class Tensor {
 public:
  Tensor() = default;    // no tensor at all: defined() is false
  Tensor(double value);  // shape {}; implicit, so that 2 * x works
  template <class B, std::enable_if_t<std::is_same_v<B, bool>, int> = 0>
  Tensor(B) = delete;  // y.backward(true) must not mean a gradient of 1
  Tensor(const Shape& shape, const std::vector<Scalar>& values);  // throws if their sizes differ

  bool defined() const { return impl_ != nullptr; }  // whether it is a tensor; all below throw if not
  const Shape& shape() const;                        // extent of each axis
  std::size_t dim() const;                           // number of axes
  std::size_t size(int axis) const;                  // extent of one axis; negative axes count from the last
  std::size_t numel() const;                         // number of elements

  const Scalar* data() const;  // the elements, row-major
  // For writing: counts as a modification, and is not recorded. A backward pass that
  // needs the old values throws.
  Scalar* mutable_data();
  Scalar item() const;                    // the value of a tensor with one element
  Scalar at(const Shape& index) const;    // one element; throws when out of range
  std::vector<Scalar> to_vector() const;  // a copy of the elements, row-major
  void copy_(const Tensor& source);       // overwrites the values; same shape
  void fill_(double value);               // overwrites every element

  bool requires_grad() const;                 // whether a backward pass computes a gradient for it
  Tensor& requires_grad_(bool value = true);  // leaves only
  bool is_leaf() const;                       // made by the user, not by a recorded op
  const char* op() const;                     // name of the op that made it, "" for a leaf
  Tensor grad() const;                        // undefined until a backward pass reaches this leaf
  void set_grad(const Tensor& gradient);      // same shape, or {} to clear
  void zero_grad();                           // drops the gradient
  void retain_grad();                         // keep grad() of a tensor that is no leaf too

  // Adds d(this)/d(leaf) * dy to the grad() of every leaf below. dy has this shape and defaults to 1 for
  // a tensor of one element. Saved values are freed on the way unless they are to be kept. Throws if
  // this does not require a gradient, dy does not fit, the graph was freed, or a saved value was
  // modified in place. With create_graph the gradients hold on to the graph, and the graph to its
  // leaves: zero_grad() lets go of both.
  void backward(const Tensor& dy = {}, const BackwardOptions& options = {}) const;

  std::size_t register_hook(Hook hook);  // called with each gradient that arrives; returns its number
  void remove_hook(std::size_t number);  // throws if there is none

  Tensor detach() const;  // the same numbers, cut from the graph
  Tensor clone() const;   // a copy of the numbers, cut from the graph

  std::uint64_t version() const;                    // how often the numbers were modified in place
  TensorImpl* impl() const { return impl_.get(); }  // for the engine
  explicit Tensor(std::shared_ptr<TensorImpl> impl) : impl_(std::move(impl)) {}  // for the engine
  bool unique() const;  // nobody else can see these numbers: for the engine

 private:
  std::shared_ptr<TensorImpl> impl_;
};

// Prints values (elided when there are many), shape, and the op that made them.
std::ostream& operator<<(std::ostream& out, const Tensor& x);

// New tensors. empty() is uninitialized.
Tensor empty(const Shape& shape);
Tensor full(const Shape& shape, double value);
Tensor zeros(const Shape& shape);
Tensor ones(const Shape& shape);
Tensor arange(std::size_t n);                                         // 0, 1, ..., n - 1
Tensor randn(const Shape& shape, Random& random = default_random());  // normal, mean 0, deviation 1
Tensor rand(const Shape& shape, Random& random = default_random());   // uniform in [0, 1)

// The axis as a number in {0, ..., dim - 1}; throws in the name of `op` when it is out of range.
std::size_t normalize_axis(const char* op, int axis, std::size_t dim);

}  // namespace GG_SCALAR
}  // namespace gg
