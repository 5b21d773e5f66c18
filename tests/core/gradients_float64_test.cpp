// Every differentiable op against central differences, at first and second order. A
// new op is a row in cases().
#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

#include "core/autograd.hpp"
#include "core/gradcheck.hpp"
#include "core/ops.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

// Where the inputs of a case may lie.
enum class Domain { any, positive, away_from_zero };

struct Case {
  std::string name;
  std::function<Tensor(const Tensors&)> f;
  std::vector<Shape> inputs;
  Domain domain = Domain::any;
};

Tensor input(const Shape& shape, Domain domain, Random& random) {
  Tensor x = empty(shape);
  Scalar* v = x.mutable_data();
  for (std::size_t i = 0; i < x.numel(); ++i) {
    // Not of deviation 1: a variance taken for a deviation must show. The first is positive, for relu's sake.
    const double z = i ? 3 * random.normal() : 3 * std::abs(random.normal());
    const double magnitude = 0.2 + std::abs(z) / 2;
    v[i] = static_cast<Scalar>(domain == Domain::any                 ? z
                               : domain == Domain::positive || z > 0 ? magnitude
                                                                     : -magnitude);
  }
  return x.requires_grad_();
}

// Each case draws its own numbers, so that a new row changes nothing for the others.
Tensors inputs_of(const Case& c, std::uint64_t stream) {
  std::uint64_t seed = 0;
  for (char letter : c.name) seed = seed * 31 + static_cast<unsigned char>(letter);
  Random random(seed, stream);
  Tensors inputs;
  for (const Shape& shape : c.inputs) inputs.push_back(input(shape, c.domain, random));
  return inputs;
}

using Unary = Tensor (*)(const Tensor&);
using Binary = Tensor (*)(const Tensor&, const Tensor&);

Tensor chosen(const Tensor& a, const Tensor& b) { return where(gt(a, 0), a * b, b); }

void add_elementwise(std::vector<Case>& cases) {
  const std::vector<std::tuple<std::string, Unary, Domain>> unary = {
      {"neg", neg, Domain::any},
      {"exp", gg::exp, Domain::any},
      {"log", gg::log, Domain::positive},
      {"sqrt", gg::sqrt, Domain::positive},
      {"rsqrt", rsqrt, Domain::positive},
      {"abs", gg::abs, Domain::away_from_zero},
      {"relu", relu, Domain::away_from_zero},
      {"sigmoid", sigmoid, Domain::any},
      {"tanh", gg::tanh, Domain::away_from_zero},
      {"leaky_relu", [](const Tensor& x) { return leaky_relu(x, 0.3); }, Domain::away_from_zero},
      {"silu", silu, Domain::any},
      {"softplus", [](const Tensor& x) { return softplus(x, 2); }, Domain::any},
      {"gelu", [](const Tensor& x) { return gelu(x); }, Domain::away_from_zero},
      {"gelu tanh", [](const Tensor& x) { return gelu(x, Gelu::tanh); }, Domain::away_from_zero},
      {"clamp", [](const Tensor& x) { return clamp(x, -0.1, 1.5); }, Domain::away_from_zero}};
  for (const auto& [name, f, domain] : unary) {
    for (const Shape& shape : {Shape{}, Shape{1}, Shape{3, 5}, Shape{2, 0, 3}}) {
      cases.push_back({name, [f = f](const Tensors& x) { return f(x[0]); }, {shape}, domain});
    }
  }
  const std::vector<std::tuple<std::string, Binary, Domain>> binary = {
      {"add", add, Domain::any},          {"sub", sub, Domain::any},
      {"mul", mul, Domain::any},          {"div", gg::div, Domain::away_from_zero},
      {"pow", gg::pow, Domain::positive}, {"maximum", maximum, Domain::any},
      {"minimum", minimum, Domain::any},  {"where", chosen, Domain::any}};
  const std::vector<std::vector<Shape>> pairs = {
      {{3, 5}, {3, 5}},          {{3, 5}, {}},  {{}, {2}}, {{3, 1}, {1, 4}}, {{2, 1, 3}, {4, 1}},
      {{2, 3, 1, 2}, {3, 4, 1}}, {{0, 3}, {3}}, {{1}, {0}}};
  for (const auto& [name, f, domain] : binary) {
    for (const auto& shapes : pairs) {
      cases.push_back({name, [f = f](const Tensors& x) { return f(x[0], x[1]); }, shapes, domain});
    }
  }
}

void add_reductions(std::vector<Case>& cases) {
  using Reduction = Tensor (*)(const Tensor&, const Axes&, bool);
  const std::vector<std::pair<std::string, Reduction>> reductions = {
      {"sum", sum},
      {"mean", mean},
      {"max", gg::max},
      {"min", gg::min},
      {"norm", [](const Tensor& x, const Axes& axes, bool keepdim) { return norm(x, axes, keepdim); }},
      {"norm 3", [](const Tensor& x, const Axes& axes, bool keepdim) { return norm(x, axes, keepdim, 3); }},
      {"norm inf",
       [](const Tensor& x, const Axes& axes, bool keepdim) { return norm(x, axes, keepdim, INFINITY); }},
      {"logsumexp", logsumexp},
      {"var", [](const Tensor& x, const Axes& axes, bool keepdim) { return var(x, axes, keepdim); }},
      {"var biased",
       [](const Tensor& x, const Axes& axes, bool keepdim) { return var(x, axes, keepdim, 0); }}};
  for (const auto& [name, f] : reductions) {
    for (const Axes& axes : {Axes{}, Axes{0}, Axes{1}, Axes{-1}, Axes{0, 2}, Axes{3, 1}, Axes{0, 2, 3}}) {
      for (bool keepdim : {false, true}) {
        cases.push_back({name + " over " + text(axes),
                         [=, f = f](const Tensors& x) { return f(x[0], axes, keepdim); },
                         {{3, 2, 3, 2}}});
      }
    }
  }
  cases.push_back({"sum of nothing", [](const Tensors& x) { return sum(x[0], {1}); }, {{3, 0, 2}}});
  for (int axis : {0, 1, -1}) {
    cases.push_back({"softmax", [=](const Tensors& x) { return softmax(x[0], axis); }, {{3, 5, 2}}});
    cases.push_back({"log_softmax", [=](const Tensors& x) { return log_softmax(x[0], axis); }, {{3, 5, 2}}});
  }
}

void add_shapes(std::vector<Case>& cases) {
  cases.push_back({"reshape", [](const Tensors& x) { return reshape(x[0], {4, kInferred}); }, {{2, 3, 2}}});
  cases.push_back({"flatten", [](const Tensors& x) { return flatten(x[0], 1, 2); }, {{2, 3, 2, 5}}});
  cases.push_back({"permute", [](const Tensors& x) { return permute(x[0], {2, 0, 1}); }, {{2, 3, 4}}});
  cases.push_back({"permute", [](const Tensors& x) { return permute(x[0], {1, 0}); }, {{3, 0}}});
  cases.push_back({"slice", [](const Tensors& x) { return slice(x[0], 1, 1, -1, 2); }, {{2, 7, 3}}});
  cases.push_back({"slice of nothing", [](const Tensors& x) { return slice(x[0], 0, 2, 2); }, {{3, 2}}});
  cases.push_back(
      {"concat", [](const Tensors& x) { return concat(x, 1); }, {{2, 3, 2}, {2, 1, 2}, {2, 0, 2}}});
  cases.push_back({"broadcast_to", [](const Tensors& x) { return broadcast_to(x[0], {2, 3, 4}); }, {{3, 1}}});
  cases.push_back({"sum_to", [](const Tensors& x) { return sum_to(x[0], {3, 1}); }, {{2, 3, 4}}});
}

void add_choices(std::vector<Case>& cases) {
  cases.push_back({"transpose", [](const Tensors& x) { return transpose(x[0], 0, -1); }, {{2, 3, 4}}});
  cases.push_back({"squeeze", [](const Tensors& x) { return squeeze(x[0]); }, {{1, 3, 1}}});
  cases.push_back({"unsqueeze", [](const Tensors& x) { return unsqueeze(x[0], -1); }, {{2, 3}}});
  cases.push_back({"stack", [](const Tensors& x) { return stack(x, 1); }, {{2, 3}, {2, 3}}});
  cases.push_back({"pad", [](const Tensors& x) { return pad(x[0], {{1, 0}, {2, 3}}, 7); }, {{2, 3}}});
  cases.push_back({"flip", [](const Tensors& x) { return flip(x[0], {0, 2}); }, {{2, 3, 4}}});
  cases.push_back({"take", [](const Tensors& x) { return take(x[0], {2, 2}, {5, 0, 5, 3}); }, {{2, 3}}});
  cases.push_back({"index_select",
                   [](const Tensors& x) {
                     return index_select(x[0], 1, {2, 0, 2});
                   },
                   {{2, 3, 2}}});
  cases.push_back({"gather",
                   [](const Tensors& x) {
                     return gather(x[0], 1, {2, 2}, {0, 0, 2, 1});
                   },
                   {{2, 3}}});
}

void add_products(std::vector<Case>& cases) {
  for (bool ta : {false, true}) {
    for (bool tb : {false, true}) {
      const Shape a = ta ? Shape{4, 3} : Shape{3, 4}, b = tb ? Shape{5, 4} : Shape{4, 5};
      cases.push_back({"matmul", [=](const Tensors& x) { return matmul(x[0], x[1], ta, tb); }, {a, b}});
    }
  }
  cases.push_back(
      {"matmul over nothing", [](const Tensors& x) { return matmul(x[0], x[1]); }, {{2, 0}, {0, 3}}});
  cases.push_back(
      {"linear", [](const Tensors& x) { return linear(x[0], x[1], x[2]); }, {{3, 4}, {2, 4}, {2}}});
}

void add_convolutions(std::vector<Case>& cases) {
  const auto with = [](Size2 stride, Size2 padding, Size2 dilation, std::size_t groups) {
    Conv2dOptions o;
    o.stride = stride, o.padding = padding, o.dilation = dilation, o.groups = groups;
    return o;
  };
  const std::vector<std::tuple<Conv2dOptions, Shape, Shape>> rows = {
      {with(1, 0, 1, 1), {2, 3, 5, 4}, {2, 3, 3, 2}},
      {with(2, 1, 1, 1), {2, 2, 5, 6}, {3, 2, 3, 3}},
      {with(1, 2, 2, 1), {1, 2, 4, 5}, {2, 2, 3, 2}},
      {with({1, 3}, {0, 2}, {2, 1}, 1), {1, 1, 5, 7}, {2, 1, 2, 4}},
      {with(1, 1, 1, 2), {2, 4, 3, 3}, {6, 2, 3, 3}},
      {with(2, 1, 1, 3), {1, 3, 4, 4}, {3, 1, 2, 2}},
      {with(1, 0, 1, 1), {2, 3, 2, 3}, {4, 3, 1, 1}},
      {with(1, 3, 1, 1), {1, 1, 1, 1}, {1, 1, 5, 5}},
      {with(1, 1, 1, 1), {0, 2, 3, 3}, {2, 2, 3, 3}}};
  for (const auto& [options, x, w] : rows) {
    cases.push_back(
        {"conv2d", [o = options](const Tensors& t) { return conv2d(t[0], t[1], t[2], o); }, {x, w, {w[0]}}});
  }
  cases.push_back({"conv2d without bias",
                   [](const Tensors& t) { return conv2d(t[0], t[1]); },
                   {{1, 2, 4, 4}, {3, 2, 3, 3}}});
  Conv1dOptions flat;
  flat.stride = 2, flat.padding = 1, flat.dilation = 2, flat.groups = 2;
  cases.push_back({"conv1d",
                   [=](const Tensors& t) { return conv1d(t[0], t[1], t[2], flat); },
                   {{2, 4, 9}, {2, 2, 3}, {2}}});
  ConvTranspose2dOptions up;
  up.stride = {2, 3}, up.padding = {1, 0}, up.output_padding = {1, 2}, up.groups = 2;
  cases.push_back({"conv_transpose2d",
                   [=](const Tensors& t) { return conv_transpose2d(t[0], t[1], t[2], up); },
                   {{2, 4, 3, 2}, {4, 3, 3, 2}, {6}}});
  cases.push_back({"conv_transpose2d",
                   [](const Tensors& t) { return conv_transpose2d(t[0], t[1]); },
                   {{1, 2, 3, 3}, {2, 1, 2, 2}}});
  Pool2dOptions ceil;
  ceil.stride = 2, ceil.padding = 1, ceil.ceil_mode = true;
  cases.push_back(
      {"max_pool2d ceil", [=](const Tensors& x) { return max_pool2d(x[0], 3, ceil); }, {{1, 2, 6, 6}}});
  cases.push_back(
      {"avg_pool2d ceil", [=](const Tensors& x) { return avg_pool2d(x[0], 3, ceil); }, {{1, 2, 6, 6}}});
  cases.push_back({"adaptive_avg_pool2d",
                   [](const Tensors& x) {
                     return adaptive_avg_pool2d(x[0], {2, 3});
                   },
                   {{2, 2, 5, 4}}});
  cases.push_back({"interpolate nearest",
                   [](const Tensors& x) {
                     return interpolate(x[0], {5, 3});
                   },
                   {{1, 2, 3, 4}}});
  for (bool corners : {false, true}) {
    cases.push_back({"interpolate bilinear",
                     [=](const Tensors& x) {
                       return interpolate(x[0], {5, 3}, Interpolation::bilinear, corners);
                     },
                     {{1, 2, 3, 4}}});
  }
  Pool2dOptions overlapping;
  overlapping.stride = 2, overlapping.padding = 1;
  cases.push_back({"max_pool2d", [](const Tensors& x) { return max_pool2d(x[0], 2); }, {{2, 2, 5, 4}}});
  cases.push_back(
      {"max_pool2d", [=](const Tensors& x) { return max_pool2d(x[0], 3, overlapping); }, {{1, 2, 5, 6}}});
  cases.push_back({"avg_pool2d", [](const Tensors& x) { return avg_pool2d(x[0], {2, 3}); }, {{2, 2, 5, 6}}});
  cases.push_back(
      {"avg_pool2d", [=](const Tensors& x) { return avg_pool2d(x[0], 3, overlapping); }, {{1, 2, 5, 6}}});
  cases.push_back(
      {"global_avg_pool", [](const Tensors& x) { return global_avg_pool(x[0]); }, {{2, 3, 4, 3}}});
}

void add_normalizations(std::vector<Case>& cases) {
  for (const Shape& shape :
       {Shape{3, 6}, Shape{2, 6, 3}, Shape{2, 6, 3, 2}, Shape{2, 6, 1, 2, 3}, Shape{1, 6, 2, 2}}) {
    for (std::size_t groups : {1, 2, 3, 6}) {
      if (shape.size() == 2 && groups == 6) continue;  // one element a group: constant, checked elsewhere
      cases.push_back({"group_norm",
                       [=](const Tensors& t) { return group_norm(t[0], groups, t[1], t[2]); },
                       {shape, {6}, {6}}});
    }
    cases.push_back(
        {"batch_norm", [](const Tensors& t) { return batch_norm(t[0], {}, t[1], t[2]); }, {shape, {6}, {6}}});
    if (shape.size() == 2) continue;
    cases.push_back({"instance_norm",
                     [](const Tensors& t) { return instance_norm(t[0], t[1], t[2]); },
                     {shape, {6}, {6}}});
  }
  cases.erase(std::remove_if(cases.begin(), cases.end(),
                             [](const Case& c) {
                               return c.name == "batch_norm" && c.inputs[0] == Shape{1, 6};
                             }),
              cases.end());
  for (const Shape& tail : {Shape{4}, Shape{3, 4}, Shape{2, 3, 4}}) {
    cases.push_back({"layer_norm",
                     [=](const Tensors& t) { return layer_norm(t[0], tail, t[1], t[2]); },
                     {{2, 3, 4}, tail, tail}});
  }
  cases.push_back({"group_norm, relu",
                   [](const Tensors& t) { return group_norm(t[0], 2, t[1], t[2], 1e-5, nullptr, true); },
                   {{2, 6, 3, 2}, {6}, {6}}});
  cases.push_back({"group_norm (N, C), relu",
                   [](const Tensors& t) { return group_norm(t[0], 2, t[1], t[2], 1e-5, nullptr, true); },
                   {{3, 6}, {6}, {6}}});
  cases.push_back({"instance_norm, relu",
                   [](const Tensors& t) { return instance_norm(t[0], t[1], t[2], 1e-5, nullptr, true); },
                   {{2, 3, 4}, {3}, {3}}});
  cases.push_back({"layer_norm, relu",
                   [](const Tensors& t) {
                     return layer_norm(t[0], {3, 4}, t[1], t[2], 1e-5, nullptr, true);
                   },
                   {{2, 3, 4}, {3, 4}, {3, 4}}});
  for (const Shape& shape : {Shape{3, 2, 4}, Shape{5, 2}}) {
    cases.push_back(
        {"batch_norm, relu",
         [](const Tensors& t) { return batch_norm(t[0], {}, t[1], t[2], true, 0.1, 1e-5, nullptr, true); },
         {shape, {2}, {2}}});
  }
  cases.push_back({"group_norm of nothing",
                   [](const Tensors& t) { return group_norm(t[0], 2, t[1], t[2]); },
                   {{0, 4, 2}, {4}, {4}}});
  cases.push_back({"batch_norm in evaluation",
                   [](const Tensors& t) {
                     const RunningStatistics running = {Tensor({2}, {1, -2}), Tensor({2}, {4, 0.25})};
                     return batch_norm(t[0], running, t[1], t[2], false);
                   },
                   {{3, 2, 2}, {2}, {2}}});
}

void add_losses(std::vector<Case>& cases) {
  cases.push_back({"cross_entropy",
                   [](const Tensors& x) {
                     return cross_entropy(x[0], {2, 0, 1});
                   },
                   {{3, 4}}});
  CrossEntropyOptions smooth;
  smooth.label_smoothing = 0.2, smooth.ignore_index = 9, smooth.weight = Tensor({3}, {1, 2, 0.5});
  cases.push_back({"cross_entropy of images",
                   [=](const Tensors& x) {
                     return cross_entropy(x[0], {2, 0, 9, 1}, smooth);
                   },
                   {{2, 3, 1, 2}}});
  cases.push_back({"nll_loss", [](const Tensors& x) { return nll_loss(x[0], {2, 0}); }, {{2, 3}}});
  using Loss = Tensor (*)(const Tensor&, const Tensor&, Reduction);
  const std::vector<std::pair<std::string, Loss>> losses = {
      {"mse_loss", mse_loss},
      {"l1_loss", l1_loss},
      {"smooth_l1_loss",
       [](const Tensor& x, const Tensor& t, Reduction r) { return smooth_l1_loss(x, t, 1.7, r); }},
      {"bce_with_logits_loss", bce_with_logits_loss}};
  for (const auto& [name, f] : losses) {
    for (Reduction reduction : {Reduction::mean, Reduction::sum, Reduction::none}) {
      cases.push_back(
          {name, [=, f = f](const Tensors& x) { return f(x[0], x[1], reduction); }, {{2, 3}, {2, 3}}});
    }
  }
  cases.push_back({"dropout",
                   [](const Tensors& x) {
                     Random same_every_time(3);
                     return dropout(x[0], 0.4, true, same_every_time);
                   },
                   {{5, 4}}});
}

std::vector<Case> cases() {
  std::vector<Case> all;
  add_elementwise(all);
  add_reductions(all);
  add_shapes(all);
  add_choices(all);
  add_products(all);
  add_convolutions(all);
  add_normalizations(all);
  add_losses(all);
  return all;
}

TEST_CASE("every op: gradients of first and second order", "[gradcheck]") {
  for (const Case& c : cases()) {
    const Tensors inputs = inputs_of(c, 1);
    const TensorFunction f = [&](const Tensors& x) -> Tensors { return {c.f(x)}; };
    INFO(c.name << " with first input " << text(c.inputs[0]));
    const GradcheckResult first = gradcheck(c.name, f, inputs), second = gradgradcheck(c.name, f, inputs);
    CHECK((first.ok ? "" : first.message) == std::string());
    CHECK((second.ok ? "" : second.message) == std::string());
    // Of nothing the gradient is nothing, and of a single element it may be 0 beyond a kink.
    const auto is_small = [](const Tensor& x) { return x.numel() <= 1; };
    if (c.f(inputs).numel() == 0 || std::all_of(inputs.begin(), inputs.end(), is_small)) continue;
    if (std::any_of(inputs.begin(), inputs.end(), [](const Tensor& x) { return x.numel() == 0; })) continue;
    CHECK(first.gradient_norm > 1e-2);
    CHECK(second.gradient_norm > 1e-2);
  }
}

TEST_CASE("every op: every subset of inputs that need a gradient", "[gradcheck]") {
  for (const Case& c : cases()) {
    for (std::size_t subset = 1; subset < std::size_t{1} << c.inputs.size(); ++subset) {
      Tensors inputs = inputs_of(c, 2);
      for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i].requires_grad_(subset >> i & 1);
      INFO(c.name << " with subset " << subset);
      const GradcheckResult result = gradcheck(
          c.name, [&](const Tensors& x) -> Tensors { return {c.f(x)}; }, inputs);
      CHECK((result.ok ? "" : result.message) == std::string());
    }
  }
}

TEST_CASE("every op: the gradient is linear in the cotangent and accumulates", "[gradcheck]") {
  Random random(9);
  for (const Case& c : cases()) {
    Tensors inputs = inputs_of(c, 3);
    const Tensor u = randn(c.f(inputs).shape(), random);
    INFO(c.name);
    c.f(inputs).backward(u);
    Tensors once;
    for (Tensor& x : inputs) once.push_back(x.grad().clone());
    c.f(inputs).backward(3 * u);
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      for (std::size_t i = 0; i < inputs[k].numel(); ++i) {
        CHECK(inputs[k].grad().data()[i] == Approx(4 * once[k].data()[i]).margin(1e-9));
      }
    }
  }
}

TEST_CASE("gradcheck finds wrong rules and says where") {
  const auto doubled = [](const Tensors& x) -> Tensors {
    return {record("wrong", x[0].clone(), {x[0]}, [](const Backward& at) -> Tensors { return {2 * at.dy}; })};
  };
  const GradcheckResult result = gradcheck("wrong", doubled, {ones({2, 3}).requires_grad_()});
  CHECK_FALSE(result.ok);
  for (const char* part : {"wrong", "(2, 3)", "input 0", "index (0, 0)", "received", "expected"}) {
    INFO(result.message);
    CHECK(result.message.find(part) != std::string::npos);
  }

  // A rule that is right but cuts the graph: only the second order shows it.
  const auto detached = [](const Tensors& x) -> Tensors {
    return {record("square", x[0].detach() * x[0].detach(), {x[0]},
                   [x = x[0].detach()](const Backward& at) -> Tensors { return {2 * x * at.dy}; })};
  };
  const Tensors x = {Tensor({2}, {1.5, -2}).requires_grad_()};
  CHECK(gradcheck("square", detached, x).ok);
  CHECK_FALSE(gradgradcheck("square", detached, x).ok);
}

TEST_CASE("pow: mixed second derivative where the exponent is 0, and gradients at base 0") {
  Tensor b = Tensor({1}, {4}).requires_grad_(), e = Tensor({1}, {0}).requires_grad_();
  GradOptions create;
  create.create_graph = true;
  const Tensor db = grad({gg::pow(b, e)}, {b}, {ones({1})}, create)[0];
  CHECK(grad({db}, {e}, {ones({1})})[0].item() == Approx(0.25));  // d/de (e b^(e-1)) = b^(e-1) at e = 0

  for (double exponent : {2.0, 1.0, 0.0}) {
    Tensor zero = Tensor({1}, {0}).requires_grad_(), power = Tensor({1}, {exponent}).requires_grad_();
    gg::pow(zero, power).backward(ones({1}));
    CHECK(zero.grad().item() == (exponent == 1 ? 1 : 0));
    CHECK(power.grad().item() == 0);
  }
}

TEST_CASE("gradcheck puts inputs back if the function throws, and refuses to prove nothing") {
  const Tensors x = {Tensor({2}, {1, 2}).requires_grad_()};
  int calls = 0;
  const auto throws_later = [&](const Tensors& t) -> Tensors {
    GG_CHECK(++calls < 3, "enough");
    return {t[0] * 2};
  };
  CHECK_THROWS_AS(gradcheck("throws", throws_later, x), Error);
  CHECK(x[0].to_vector() == std::vector<Scalar>{1, 2});
  CHECK_THROWS_AS(gradcheck("nothing", [](const Tensors& t) { return t; }, {ones({2})}), Error);
}

}  // namespace
