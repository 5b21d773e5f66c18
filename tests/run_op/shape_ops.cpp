// Ops that rearrange, cut, join or pick.
#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

Tensor numbers(const Indices& indices) {
  Tensor y = empty({indices.size()});
  Scalar* values = y.mutable_data();
  for (std::size_t i = 0; i < indices.size(); ++i) values[i] = static_cast<Scalar>(indices[i]);
  return y;
}

// The shape of a reshape, -1 standing for kInferred.
Shape shape_with_inferred(const Axes& shape) {
  Shape out;
  for (int extent : shape) {
    GG_CHECK(extent >= -1, "reshape: expected extents from -1 up, got ", shape);
    out.push_back(extent == -1 ? kInferred : static_cast<std::size_t>(extent));
  }
  return out;
}

}  // namespace

std::vector<Op> shape_ops() {
  return {
      {"reshape",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return reshape(x[0], shape_with_inferred(a.need<Axes>("shape")));
       }},
      {"flatten",
       {"x"},
       [](const Tensors& x, Attributes& a) { return flatten(x[0], a.get("start", 0), a.get("end", -1)); }},
      {"permute",
       {"x"},
       [](const Tensors& x, Attributes& a) { return permute(x[0], a.need<Axes>("order")); }},
      {"transpose",
       {"x"},
       [](const Tensors& x, Attributes& a) { return transpose(x[0], a.need<int>("a"), a.need<int>("b")); }},
      {"squeeze",
       {"x"},
       [](const Tensors& x, Attributes& a) { return squeeze(x[0], a.get("axes", Axes{})); }},
      {"unsqueeze",
       {"x"},
       [](const Tensors& x, Attributes& a) { return unsqueeze(x[0], a.need<int>("axis")); }},
      {"broadcast_to",
       {"x"},
       [](const Tensors& x, Attributes& a) { return broadcast_to(x[0], a.need<Shape>("shape")); }},
      {"sum_to", {"x"}, [](const Tensors& x, Attributes& a) { return sum_to(x[0], a.need<Shape>("shape")); }},
      {"slice",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return slice(x[0], a.need<int>("axis"), a.need<long>("start"), a.get("stop", kEnd),
                      a.get("step", 1L));
       }},
      {"concat", {"parts..."}, [](const Tensors& x, Attributes& a) { return concat(x, a.get("axis", 0)); }},
      {"stack", {"parts..."}, [](const Tensors& x, Attributes& a) { return stack(x, a.get("axis", 0)); }},
      {"pad",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return pad(x[0], a.need<std::vector<Margin>>("margins"), a.get("value", 0.0));
       }},
      {"flip", {"x"}, [](const Tensors& x, Attributes& a) { return flip(x[0], a.need<Axes>("axes")); }},
      {"take",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return take(x[0], a.need<Shape>("shape"), a.need<Indices>("positions"));
       }},
      {"index_select",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return index_select(x[0], a.need<int>("axis"), a.need<Indices>("numbers"));
       }},
      {"gather",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return gather(x[0], a.need<int>("axis"), a.need<Shape>("index_shape"), a.need<Indices>("index"));
       }},
      {"argmax",
       {"x"},
       [](const Tensors& x, Attributes& a) { return numbers(argmax(x[0], a.need<int>("axis"))); }},
      {"one_hot",
       {},
       [](const Tensors&, Attributes& a) {
         return one_hot(a.need<Indices>("labels"), a.need<std::size_t>("classes"));
       }},
  };
}

}  // namespace gg::run_op
