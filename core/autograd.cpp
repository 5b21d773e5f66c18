#include "core/autograd.hpp"

#include <algorithm>
#include <atomic>

#include "core/tensor_impl.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

thread_local bool grad_enabled = true;
std::atomic<std::size_t> nodes_alive{0};

void check_unmodified(const Tensor& x, std::uint64_t version) {
  GG_CHECK(x.version() == version, "a value of shape ", x.shape(),
           " that is needed for the gradient was modified in place (version ", x.version(), ", expected ",
           version, "); clone() it before changing it");
}

}  // namespace

const Tensor& Saved::operator*() const {
  if (x_.defined()) check_unmodified(x_, version_);
  return x_;
}

const Tensor& Backward::y() const {
  check_unmodified(result, result.impl()->node->result_version);
  return result;
}

bool Backward::needs(std::size_t input) const { return wanted[input]; }

Node::Node(const char* name_, Tensors inputs_, Rule rule_, std::uint64_t version)
    : name(name_), inputs(std::move(inputs_)), rule(std::move(rule_)), result_version(version) {
  nodes_alive.fetch_add(1, std::memory_order_relaxed);
}

Node::~Node() {
  nodes_alive.fetch_sub(1, std::memory_order_relaxed);
  // Dropping an input may drop the node that made it, and so on: the outermost call drains a list in a loop.
  thread_local Tensors* pending = nullptr;
  rule = nullptr;
  if (pending) {
    std::move(inputs.begin(), inputs.end(), std::back_inserter(*pending));
    return;
  }
  Tensors list = std::move(inputs);
  pending = &list;
  while (!list.empty()) {
    const Tensor last = std::move(list.back());
    list.pop_back();
  }
  pending = nullptr;
}

bool recording(const Tensor* inputs, std::size_t count) {
  return grad_enabled &&
         std::any_of(inputs, inputs + count, [](const Tensor& x) { return x.requires_grad(); });
}

Tensor record(const char* name, Tensor y, Tensors inputs, Rule rule) {
  if (!recording(inputs.data(), inputs.size())) return y;
  TensorImpl& impl = *y.impl();
  GG_CHECK(!impl.node && !impl.requires_grad, name,
           ": the result of an op must be a new tensor, got one that has a "
           "part in a graph; clone() or detach() it");
  impl.node =
      std::allocate_shared<Node>(Recycled<Node>(), name, std::move(inputs), std::move(rule), y.version());
  impl.requires_grad = true;
  return y;
}

bool is_grad_enabled() { return grad_enabled; }
GradMode::GradMode(bool enabled) : before_(grad_enabled) { grad_enabled = enabled; }
GradMode::~GradMode() { grad_enabled = before_; }
std::size_t live_nodes() { return nodes_alive.load(); }

}  // namespace GG_SCALAR
}  // namespace gg
