#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

Op unary(const char* name, Tensor (*op)(const Tensor&)) {
  return {name, {"x"}, [op](const Tensors& x, Attributes&) { return op(x[0]); }};
}

Op binary(const char* name, Tensor (*op)(const Tensor&, const Tensor&)) {
  return {name, {"a", "b"}, [op](const Tensors& x, Attributes&) { return op(x[0], x[1]); }};
}

}  // namespace

Gelu gelu_form(Attributes& a) {
  return a.choice<Gelu>("approximate", {{"none", Gelu::exact}, {"tanh", Gelu::tanh}}, "none");
}

std::vector<Op> elementwise_ops() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return {
      binary("add", add),
      binary("sub", sub),
      binary("mul", mul),
      binary("div", div),
      binary("pow", pow),
      unary("neg", neg),
      unary("exp", exp),
      unary("log", log),
      unary("sqrt", sqrt),
      unary("rsqrt", rsqrt),
      unary("abs", abs),
      unary("relu", relu),
      unary("sigmoid", sigmoid),
      unary("tanh", tanh),
      unary("silu", silu),
      {"leaky_relu",
       {"x"},
       [](const Tensors& x, Attributes& a) { return leaky_relu(x[0], a.get("negative_slope", 0.01)); }},
      {"softplus", {"x"}, [](const Tensors& x, Attributes& a) { return softplus(x[0], a.get("beta", 1.0)); }},
      {"gelu", {"x"}, [](const Tensors& x, Attributes& a) { return gelu(x[0], gelu_form(a)); }},
      {"dropout",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         Random random(a.get<std::size_t>("seed", 0));
         return dropout(x[0], a.get("p", 0.5), a.get("training", true), random);
       }},
      binary("eq", eq),
      binary("ne", ne),
      binary("lt", lt),
      binary("le", le),
      binary("gt", gt),
      binary("ge", ge),
      {"where",
       {"condition", "a", "b"},
       [](const Tensors& x, Attributes&) { return where(x[0], x[1], x[2]); }},
      binary("maximum", maximum),
      binary("minimum", minimum),
      {"clamp",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return clamp(x[0], a.need<double>("low"), a.get("high", kInfinity));
       }},
  };
}

}  // namespace gg::run_op
