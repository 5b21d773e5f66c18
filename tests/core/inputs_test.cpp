// No op writes to what it is given, in either direction.
#include <functional>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"

namespace {

using namespace gg;

struct Row {
  const char* name;
  std::function<Tensor(const Tensors&)> f;
  std::vector<Shape> inputs;
};

// Extents of 1 and reductions over nothing new are there because ops like to take short cuts for them.
std::vector<Row> rows() {
  const std::vector<Shape> pair = {{2, 3}, {1, 3}}, image = {{2, 2, 4, 4}};
  const std::vector<Shape> affine = {{3, 4, 5}, {4}, {4}};
  return {
      {"add", [](const Tensors& t) { return t[0] + t[1]; }, pair},
      {"sub", [](const Tensors& t) { return t[0] - t[1]; }, pair},
      {"mul", [](const Tensors& t) { return t[0] * t[1]; }, pair},
      {"div", [](const Tensors& t) { return t[0] / t[1]; }, pair},
      {"pow", [](const Tensors& t) { return gg::pow(t[0], t[1]); }, pair},
      {"add to itself", [](const Tensors& t) { return t[0] + t[0]; }, {{2}}},
      {"neg", [](const Tensors& t) { return neg(t[0]); }, {{3}}},
      {"exp", [](const Tensors& t) { return gg::exp(t[0]); }, {{3}}},
      {"log", [](const Tensors& t) { return gg::log(t[0]); }, {{3}}},
      {"sqrt", [](const Tensors& t) { return gg::sqrt(t[0]); }, {{3}}},
      {"relu", [](const Tensors& t) { return relu(t[0]); }, {{3}}},
      {"sigmoid", [](const Tensors& t) { return sigmoid(t[0]); }, {{3}}},
      {"tanh", [](const Tensors& t) { return gg::tanh(t[0]); }, {{3}}},
      {"sum", [](const Tensors& t) { return sum(t[0], {1}); }, {{2, 1}}},
      {"sum of a scalar", [](const Tensors& t) { return sum(t[0]); }, {{}}},
      {"mean", [](const Tensors& t) { return mean(t[0], {0}); }, {{2, 3}}},
      {"var", [](const Tensors& t) { return var(t[0], {0}); }, {{2, 3}}},
      {"max", [](const Tensors& t) { return gg::max(t[0], {1}); }, {{2, 1}}},
      {"max of a scalar", [](const Tensors& t) { return gg::max(t[0]); }, {{}}},
      {"logsumexp", [](const Tensors& t) { return logsumexp(t[0], {1}); }, {{2, 1}}},
      {"logsumexp of a scalar", [](const Tensors& t) { return logsumexp(t[0]); }, {{}}},
      {"softmax", [](const Tensors& t) { return softmax(t[0], 0); }, {{2, 3}}},
      {"log_softmax", [](const Tensors& t) { return log_softmax(t[0], 1); }, {{2, 3}}},
      {"reshape",
       [](const Tensors& t) {
         return reshape(t[0], {3, 2});
       },
       {{2, 3}}},
      {"flatten", [](const Tensors& t) { return flatten(t[0]); }, {{2, 3}}},
      {"permute",
       [](const Tensors& t) {
         return permute(t[0], {1, 0});
       },
       {{2, 3}}},
      {"slice", [](const Tensors& t) { return slice(t[0], 1, 1); }, {{2, 3}}},
      {"concat", [](const Tensors& t) { return concat(t, 0); }, pair},
      {"broadcast_to",
       [](const Tensors& t) {
         return broadcast_to(t[0], {2, 3});
       },
       {{1, 3}}},
      {"sum_to",
       [](const Tensors& t) {
         return sum_to(t[0], {1, 3});
       },
       {{2, 3}}},
      {"matmul", [](const Tensors& t) { return matmul(t[0], t[1], false, true); }, {{2, 3}, {4, 3}}},
      {"linear", [](const Tensors& t) { return linear(t[0], t[1], t[2]); }, {{2, 3}, {4, 3}, {4}}},
      {"conv2d",
       [](const Tensors& t) { return conv2d(t[0], t[1], t[2]); },
       {{2, 2, 4, 4}, {3, 2, 3, 3}, {3}}},
      {"conv2d 1x1", [](const Tensors& t) { return conv2d(t[0], t[1]); }, {{2, 2, 4, 4}, {3, 2, 1, 1}}},
      {"max_pool2d", [](const Tensors& t) { return max_pool2d(t[0], 2); }, image},
      {"avg_pool2d", [](const Tensors& t) { return avg_pool2d(t[0], 2); }, image},
      {"global_avg_pool", [](const Tensors& t) { return global_avg_pool(t[0]); }, image},
      {"group_norm", [](const Tensors& t) { return group_norm(t[0], 2, t[1], t[2]); }, affine},
      {"instance_norm", [](const Tensors& t) { return instance_norm(t[0], t[1], t[2]); }, affine},
      {"layer_norm", [](const Tensors& t) { return layer_norm(t[0], {5}, t[1], t[2]); }, {{3, 5}, {5}, {5}}},
      {"batch_norm", [](const Tensors& t) { return batch_norm(t[0], {}, t[1], t[2]); }, affine},
      {"batch_norm in evaluation",
       [](const Tensors& t) {
         return batch_norm(t[0], {zeros({4}), ones({4})}, t[1], t[2], false);
       },
       affine},
      {"dropout", [](const Tensors& t) { return dropout(t[0]); }, {{6}}},
      {"cross_entropy",
       [](const Tensors& t) {
         return cross_entropy(t[0], {2, 0});
       },
       {{2, 3}}},
  };
}

// Every number and version of the tensors, to be compared later.
std::pair<std::vector<std::uint64_t>, std::vector<Scalar>> state(const Tensors& tensors) {
  std::pair<std::vector<std::uint64_t>, std::vector<Scalar>> now;
  for (const Tensor& t : tensors) {
    now.first.push_back(t.version());
    for (Scalar v : t.to_vector()) now.second.push_back(v);
  }
  return now;
}

TEST_CASE("no op modifies its inputs, its result or the cotangent, forward or backward") {
  Random random(95);
  for (const Row& row : rows()) {
    INFO(row.name);
    Tensors all;
    for (const Shape& shape : row.inputs)
      all.push_back((rand(shape, random) + 0.5).detach().requires_grad_());
    const Tensors inputs = all;
    const auto before = state(all);
    const Tensor y = row.f(inputs);
    CHECK(state(all) == before);

    all.push_back(y);
    all.push_back(randn(y.shape(), random));
    const auto between = state(all);
    GradOptions recorded;
    recorded.create_graph = true;
    const Tensors gradients = grad({y}, inputs, {all.back()}, recorded);
    y.backward(all.back());
    CHECK(state(all) == between);
    for (const Tensor& g : gradients) CHECK(g.defined());
  }
}

TEST_CASE("a gradient shares its numbers with no input, result or cotangent") {
  Random random(96);
  for (const Row& row : rows()) {
    INFO(row.name);
    Tensors all;
    for (const Shape& shape : row.inputs)
      all.push_back((rand(shape, random) + 0.5).detach().requires_grad_());
    const Tensors inputs = all;
    all.push_back(row.f(inputs));
    all.push_back(ones(all.back().shape()));
    row.f(inputs).backward(all.back());
    const auto before = state(all);
    for (const Tensor& x : inputs) x.grad().fill_(9);
    CHECK(state(all) == before);
  }
}

}  // namespace
