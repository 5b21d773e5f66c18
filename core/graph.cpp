#include "core/graph.hpp"

#include <unordered_map>

#include "core/autograd.hpp"
#include "core/tensor_impl.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

GraphBox box_of(const Tensor& x, const NamedTensors& names) {
  std::string name = x.op();
  const auto kind = !x.is_leaf()        ? GraphBox::op
                    : x.requires_grad() ? GraphBox::parameter
                                        : GraphBox::constant;
  for (const auto& [given, tensor] : names) {
    if (tensor.impl() == x.impl()) name = name.empty() ? given : given + " = " + name;
  }
  if (name.empty()) name = kind == GraphBox::parameter ? "leaf" : x.dim() ? "constant" : text(x.item());
  return {name, x.dim() ? text(x.shape()) : "", kind};
}

std::string label_of(const GraphBox& box) {
  std::string out = "\"";
  for (char c : box.shape.empty() ? box.name : box.name + " " + box.shape) {
    if (c == '"' || c == '\\')
      out += '\'';
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace

GraphPicture graph_picture(const Tensor& y, const NamedTensors& names) {
  GraphPicture picture;
  std::unordered_map<const TensorImpl*, std::size_t> number;
  Tensors stack;
  const auto enter = [&](const Tensor& x) {
    const auto [place, fresh] = number.emplace(x.impl(), picture.boxes.size());
    if (fresh) {
      picture.boxes.push_back(box_of(x, names));
      stack.push_back(x);
    }
    return place->second;
  };
  enter(y);
  while (!stack.empty()) {
    const Tensor x = stack.back();
    stack.pop_back();
    const Node* node = x.impl()->node.get();
    if (!node) continue;
    for (const Tensor& input : node->inputs) picture.arrows.emplace_back(enter(input), number[x.impl()]);
  }
  return picture;
}

std::string graph_mermaid(const Tensor& y, const NamedTensors& names) {
  const GraphPicture picture = graph_picture(y, names);
  std::string out = "flowchart TD\n";
  for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
    const GraphBox& box = picture.boxes[i];
    const bool op = box.kind == GraphBox::op;
    out += "  t" + text(i) + (op ? "[" : "([") + label_of(box) + (op ? "]" : "])") + "\n";
    if (box.kind == GraphBox::constant) out += "  style t" + text(i) + " stroke-dasharray: 4\n";
  }
  for (const auto& [from, to] : picture.arrows) out += "  t" + text(from) + " --> t" + text(to) + "\n";
  return out;
}

std::string graph_dot(const Tensor& y, const NamedTensors& names) {
  const GraphPicture picture = graph_picture(y, names);
  std::string out = "digraph {\n  node [shape=box, fontname=\"sans-serif\"];\n";
  for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
    const GraphBox& box = picture.boxes[i];
    const char* style = box.kind == GraphBox::op          ? "solid"
                        : box.kind == GraphBox::parameter ? "rounded"
                                                          : "rounded,dashed";
    out += "  t" + text(i) + " [label=" + label_of(box) + ", style=\"" + style + "\"];\n";
  }
  for (const auto& [from, to] : picture.arrows) out += "  t" + text(from) + " -> t" + text(to) + ";\n";
  return out + "}\n";
}

}  // namespace GG_SCALAR
}  // namespace gg
