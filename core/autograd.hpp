// How gradients flow: recording ops, the backward pass, and gradients of gradients.
//
// An op computes its value and calls record() with its inputs and a rule. The rule takes the
// gradient of the op's result and gives the gradients of its inputs. It is written with ops itself,
// so a pass with create_graph is recorded like any other computation, and derivatives of every order
// follow from the same rules:
//
//   Tensor exp(const Tensor& x) {
//     Tensor y = kernels applied to x;
//     return record("exp", y, {x}, [](const Backward& at) -> Tensors { return {at.dy * at.y()}; });
//   }
#pragma once

#include <initializer_list>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A tensor that a rule needs later. Reading it throws if its values were modified in between.
class Saved {
 public:
  Saved(const Tensor& x) : x_(x), version_(x.defined() ? x.version() : 0) {}
  const Tensor& operator*() const;                      // the tensor
  const Tensor* operator->() const { return &**this; }  // throws as operator* does
  const Shape& shape() const { return x_.shape(); }     // never changes, so not checked

 private:
  Tensor x_;
  std::uint64_t version_;
};

// What a rule is given.
struct Backward {
  const Tensor& dy;                     // the gradient of the op's result
  const Tensor& y() const;              // the op's result; throws if it was modified in between
  bool needs(std::size_t input) const;  // whether the gradient of this input is wanted at all

  const Tensor& result;             // as y(), unchecked: for the engine
  const std::vector<bool>& wanted;  // as needs(), for all inputs
  const bool spare;  // nobody will look at dy after this rule, so a gradient may take its place
};

// Returns one gradient an input, each of the input's shape; {} for "none" or "not needed".
using Rule = std::function<Tensors(const Backward& at)>;

// The record of one op application. Tensors point to the node that made them, nodes to their inputs.
struct Node {
  Node(const char* name_, Tensors inputs_, Rule rule_, std::uint64_t version);
  ~Node();  // iterative: a chain of a million nodes does not overflow the stack
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  const char* name;              // the op's
  Tensors inputs;                // what it was applied to
  Rule rule;                     // empty once a backward pass without retain_graph has used it
  std::uint64_t result_version;  // of the result, when it was made
};

// Recording is on by default; while a NoGrad lives it is off in this thread.
bool is_grad_enabled();

// Whether an op on these inputs is to be recorded: recording is on, and one of them requires a gradient.
bool recording(const Tensor* inputs, std::size_t count);

// Makes y the result of an op, if that is to be recorded. `name` must be a literal; y must be new (a clone()
// of an input at least), or an Error is thrown.
Tensor record(const char* name, Tensor y, Tensors inputs, Rule rule);

// The same with the inputs listed in place; makes no Rule where none is needed.
template <class F>
Tensor record(const char* name, Tensor y, std::initializer_list<Tensor> inputs, F&& rule) {
  if (!recording(inputs.begin(), inputs.size())) return y;
  return record(name, std::move(y), Tensors(inputs), Rule(std::forward<F>(rule)));
}

// Turns recording in this thread on or off until the end of its scope, then puts back what was before.
class GradMode {
 public:
  explicit GradMode(bool enabled);
  ~GradMode();
  GradMode(const GradMode&) = delete;
  GradMode& operator=(const GradMode&) = delete;

 private:
  bool before_;
};

// No recording until the end of its scope: for evaluation, and for updates of parameters.
class NoGrad : public GradMode {
 public:
  NoGrad() : GradMode(false) {}
};

// How grad() treats the graph, and inputs that it does not find there.
struct GradOptions {
  bool create_graph = false;  // record the pass, so that its result can be differentiated
  bool retain_graph = false;  // keep saved values for another pass (implied by create_graph)
  bool allow_unused = false;  // give {} for an input that no output depends on, instead of an error
};

// The gradients of sum_i <cotangents[i], outputs[i]> with respect to the inputs; grad() of the leaves stays
// as it is. Cotangents may be left out for outputs of one element.
Tensors grad(const Tensors& outputs, const Tensors& inputs, const Tensors& cotangents = {},
             const GradOptions& options = {});

// H v for the Hessian H of a scalar f at the inputs: the gradient of <grad f, v>. v has one tensor for each
// input, of its shape; so has the result. The graph of f is kept. Throws as grad() does.
Tensors hessian_vector_product(const Tensor& f, const Tensors& inputs, const Tensors& v);

// How many recorded ops are alive, in all threads. Constant from one training step to the
// next, or something leaks.
std::size_t live_nodes();

}  // namespace GG_SCALAR
}  // namespace gg
