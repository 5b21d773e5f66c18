#include "core/graph.hpp"

#include <unordered_map>

#include "core/autograd.hpp"
#include "core/tensor_impl.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

enum class Kind { op, parameter, constant };

struct Box {
  std::string label;
  Kind kind;
};

struct Picture {
  std::vector<Box> boxes;
  std::vector<std::pair<std::size_t, std::size_t>> arrows;  // from input to result
};

Box box_of(const Tensor& x, const NamedTensors& names) {
  std::string name = x.op();
  const Kind kind = !x.is_leaf() ? Kind::op : x.requires_grad() ? Kind::parameter : Kind::constant;
  for (const auto& [given, tensor] : names) {
    if (tensor.impl() == x.impl()) name = name.empty() ? given : given + " = " + name;
  }
  if (name.empty()) name = kind == Kind::parameter ? "leaf" : x.dim() ? "constant" : text(x.item());
  return {name + (x.dim() ? " " + text(x.shape()) : ""), kind};
}

Picture picture_of(const Tensor& y, const NamedTensors& names) {
  Picture picture;
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

std::string quoted(const std::string& label) {
  std::string out = "\"";
  for (char c : label) {
    if (c == '"' || c == '\\')
      out += '\'';
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace

std::string graph_mermaid(const Tensor& y, const NamedTensors& names) {
  const Picture picture = picture_of(y, names);
  std::string out = "flowchart TD\n";
  for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
    const Box& box = picture.boxes[i];
    const bool op = box.kind == Kind::op;
    out += "  t" + text(i) + (op ? "[" : "([") + quoted(box.label) + (op ? "]" : "])") + "\n";
    if (box.kind == Kind::constant) out += "  style t" + text(i) + " stroke-dasharray: 4\n";
  }
  for (const auto& [from, to] : picture.arrows) out += "  t" + text(from) + " --> t" + text(to) + "\n";
  return out;
}

std::string graph_dot(const Tensor& y, const NamedTensors& names) {
  const Picture picture = picture_of(y, names);
  std::string out = "digraph {\n  node [shape=box, fontname=\"sans-serif\"];\n";
  for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
    const Box& box = picture.boxes[i];
    const char* style = box.kind == Kind::op          ? "solid"
                        : box.kind == Kind::parameter ? "rounded"
                                                      : "rounded,dashed";
    out += "  t" + text(i) + " [label=" + quoted(box.label) + ", style=\"" + style + "\"];\n";
  }
  for (const auto& [from, to] : picture.arrows) out += "  t" + text(from) + " -> t" + text(to) + ";\n";
  return out + "}\n";
}

}  // namespace GG_SCALAR
}  // namespace gg
