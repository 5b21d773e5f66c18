// The backward pass: from the outputs down to the leaves, each node once, after
// everything that uses its result.
#include <algorithm>
#include <atomic>

#include "core/autograd.hpp"
#include "core/kernels/elementwise.hpp"
#include "core/ops/elementwise.hpp"
#include "core/profiler.hpp"
#include "core/tensor_impl.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

thread_local bool pass_running = false;
std::atomic<std::uint64_t> passes{0};

// Every tensor below the roots that requires a gradient, inputs before results. Marks each with its place.
Tensors topological_order(const Tensors& roots, std::uint64_t pass) {
  struct Visit {
    Tensor x;
    std::size_t next_input;
  };
  Tensors order;
  std::vector<Visit> stack;
  const auto enter = [&](const Tensor& x) {
    if (!x.requires_grad() || x.impl()->mark.pass == pass) return;
    x.impl()->mark.pass = pass;
    stack.push_back({x, 0});
  };
  for (const Tensor& root : roots) {
    enter(root);
    while (!stack.empty()) {
      Visit& visit = stack.back();
      const Node* node = visit.x.impl()->node.get();
      if (node && visit.next_input < node->inputs.size()) {
        enter(node->inputs[visit.next_input++]);
      } else {
        visit.x.impl()->mark.index = order.size();
        order.push_back(std::move(visit.x));
        stack.pop_back();
      }
    }
  }
  return order;
}

// Adds g to sum: in place when nobody else sees the sum's numbers, otherwise (or when recording) as an op.
void accumulate(Tensor& sum, Tensor g) {
  if (!sum.defined()) {
    sum = std::move(g);
    return;
  }
  const OpTimer timer("accumulate", OpTimer::backward);
  if (!is_grad_enabled() && sum.unique() && sum.is_leaf()) {
    kernels::add_into(g.data(), sum.mutable_data(), sum.numel());
  } else {
    sum = add(sum, g);
  }
}

Tensor recorded_clone(const Tensor& x) {
  return record("clone", x.clone(), {x}, [](const Backward& at) -> Tensors { return {at.dy}; });
}

// A leaf's gradient must not share numbers with anything, or writing to it would change the other.
void accumulate_into_leaf(Tensor& leaf_grad, Tensor g) {
  if (!leaf_grad.defined() && !g.unique()) g = recorded_clone(g);
  accumulate(leaf_grad, std::move(g));
}

// Two passes at once would fight for the marks.
struct Running {
  Running() {
    GG_CHECK(!pass_running,
             "backward: called from inside a backward pass (by a hook?), which is not supported");
    pass_running = true;
  }
  ~Running() { pass_running = false; }
};

std::string freed_text(const Node& node) {
  return std::string("backward: the graph of '") + node.name +
         "' was freed by an earlier backward pass; call that one with retain_graph = true";
}

class Pass {
 public:
  // `inputs` null: gradients go to the leaves.
  Pass(const Tensors& roots, const Tensors& cotangents, const Tensors* inputs, bool retain_graph,
       bool create_graph)
      : number_(++passes),
        running_(),
        retain_graph_(retain_graph || create_graph),
        inputs_(inputs),
        mode_(create_graph),
        order_(topological_order(roots, number_)),
        grads_(order_.size()) {
    if (inputs_) results_.resize(inputs_->size());
    find_needed();
    for (std::size_t i = 0; i < roots.size(); ++i) accumulate(gradient_of(roots[i]), cotangents[i]);
  }

  Tensors run() {
    while (!order_.empty()) {
      const Tensor y = std::move(order_.back());
      Tensor dy = std::move(grads_.back());
      order_.pop_back();
      grads_.pop_back();
      if (dy.defined() && needed_[order_.size()]) visit(y, std::move(dy));
    }
    for (const Tensor& result : results_) GG_CHECK(result.defined() || !freed_, freed_text(*freed_));
    return std::move(results_);
  }

 private:
  bool reached(const Tensor& x) const { return x.requires_grad() && x.impl()->mark.pass == number_; }
  Tensor& gradient_of(const Tensor& x) { return grads_[x.impl()->mark.index]; }

  // With given inputs, only what leads to one of them is needed.
  void find_needed() {
    needed_.assign(order_.size(), inputs_ == nullptr);
    if (!inputs_) return;
    for (const Tensor& x : *inputs_) {
      if (reached(x)) needed_[x.impl()->mark.index] = true;
    }
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (const Node* node = order_[i].impl()->node.get()) {
        if (!node->rule) freed_ = node;
        for (const Tensor& x : node->inputs) {
          if (reached(x) && needed_[x.impl()->mark.index]) needed_[i] = true;
        }
      }
    }
  }

  void visit(const Tensor& y, Tensor dy) {
    for (const auto& [number, hook] : std::vector(y.impl()->hooks)) {
      const Tensor replacement = hook(dy);
      if (!replacement.defined()) continue;
      GG_CHECK(replacement.shape() == y.shape(), "hook: expected a gradient of shape ", y.shape(), ", got ",
               replacement.shape());
      dy = replacement;
    }
    if (y.impl()->node) propagate(y, dy);
    deliver(y, std::move(dy));
  }

  // Hands dy to whoever asked for it.
  void deliver(const Tensor& y, Tensor dy) {
    if (inputs_) {
      for (std::size_t i = 0; i < inputs_->size(); ++i) {
        if ((*inputs_)[i].impl() == y.impl()) results_[i] = dy;
      }
    } else if (y.is_leaf() || y.impl()->retain_grad) {
      accumulate_into_leaf(y.impl()->grad, std::move(dy));
    }
  }

  void propagate(const Tensor& y, const Tensor& dy) {
    Node& node = *y.impl()->node;
    GG_CHECK(node.rule, freed_text(node));
    std::vector<bool> wanted(node.inputs.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      wanted[i] = reached(node.inputs[i]) && needed_[node.inputs[i].impl()->mark.index];
    }
    if (std::find(wanted.begin(), wanted.end(), true) == wanted.end()) return;
    const bool kept = inputs_ != nullptr || y.impl()->retain_grad;
    Tensors gradients = apply_rule(node, Backward{dy, y, wanted, !kept && dy.unique() && !is_grad_enabled()});
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] && gradients[i].defined())
        accumulate(gradient_of(node.inputs[i]), std::move(gradients[i]));
    }
    if (!retain_graph_) {
      node.rule = nullptr;
      node.inputs.clear();
    }
  }

  static Tensors apply_rule(const Node& node, const Backward& at) {
    const OpTimer timer(node.name, OpTimer::backward);
    Tensors gradients;
    try {
      gradients = node.rule(at);
    } catch (const Error& error) {
      fail_with("backward of '", node.name, "': ", error.what());
    }
    GG_CHECK(gradients.size() == node.inputs.size(), "backward of '", node.name, "': expected ",
             node.inputs.size(), " gradients, got ", gradients.size());
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      GG_CHECK(!gradients[i].defined() || gradients[i].shape() == node.inputs[i].shape(), "backward of '",
               node.name, "': expected a gradient of shape ", node.inputs[i].shape(), " for input ", i,
               ", got ", gradients[i].shape());
    }
    return gradients;
  }

  std::uint64_t number_;
  Running running_;
  bool retain_graph_;
  const Tensors* inputs_;
  GradMode mode_;
  Tensors order_, grads_;
  std::vector<bool> needed_;
  const Node* freed_ = nullptr;  // one whose inputs are no longer known
  Tensors results_;
};

// One cotangent an output: as given, or 1 for outputs of one element.
Tensors complete_cotangents(const char* op, const Tensors& outputs, const Tensors& given) {
  GG_CHECK(given.empty() || given.size() == outputs.size(), op, ": expected ", outputs.size(),
           " cotangents, got ", given.size());
  Tensors cotangents(outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const Tensor& y = outputs[i];
    GG_CHECK(y.requires_grad(), op, ": output ", i, " of shape ", y.shape(),
             " does not require a gradient (no input has requires_grad_(), or it was made under NoGrad)");
    if (!given.empty() && given[i].defined()) {
      GG_CHECK(given[i].shape() == y.shape(), op, ": expected a cotangent of shape ", y.shape(), ", got ",
               given[i].shape());
      cotangents[i] = given[i];
    } else {
      GG_CHECK(y.numel() == 1, op, ": a gradient can be created only for outputs of one element, got shape ",
               y.shape(), "; pass a cotangent of that shape");
      cotangents[i] = ones(y.shape());
    }
  }
  return cotangents;
}

}  // namespace

void Tensor::backward(const Tensor& dy, const BackwardOptions& options) const {
  const Tensors roots = {*this};
  Pass(roots, complete_cotangents("backward", roots, {dy}), nullptr, options.retain_graph,
       options.create_graph)
      .run();
}

Tensors grad(const Tensors& outputs, const Tensors& inputs, const Tensors& cotangents,
             const GradOptions& options) {
  for (const Tensor& x : inputs) {
    GG_CHECK(x.requires_grad(), "grad: an input of shape ", x.shape(), " does not require a gradient");
  }
  const Tensors completed = complete_cotangents("grad", outputs, cotangents);
  Tensors gradients = Pass(outputs, completed, &inputs, options.retain_graph, options.create_graph).run();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    GG_CHECK(gradients[i].defined() || options.allow_unused, "grad: no output depends on input ", i,
             " of shape ", inputs[i].shape(), "; set allow_unused = true if that is intended");
  }
  return gradients;
}

}  // namespace GG_SCALAR
}  // namespace gg
