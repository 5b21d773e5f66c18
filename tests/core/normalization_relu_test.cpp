// A norm and the ReLU behind it in one pass: the same as the two ops one after the other.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

// The norm of x with gamma and beta; with relu or without.
using NormOp = std::function<Tensor(const Tensor& x, const Tensor& gamma, const Tensor& beta, bool relu)>;

struct Case {
  std::string name;
  Shape shape, affine;
  NormOp op;
};

// Sizes beside and across vectors and cache lines.
std::vector<Case> cases() {
  std::vector<Case> all;
  const auto group = [](std::size_t G) -> NormOp {
    return [=](const Tensor& x, const Tensor& g, const Tensor& b, bool relu) {
      return group_norm(x, G, g, b, 1e-5, nullptr, relu);
    };
  };
  const NormOp instance = [](const Tensor& x, const Tensor& g, const Tensor& b, bool relu) {
    return instance_norm(x, g, b, 1e-5, nullptr, relu);
  };
  const NormOp batch = [](const Tensor& x, const Tensor& g, const Tensor& b, bool relu) {
    return batch_norm(x, {}, g, b, true, 0.1, 1e-5, nullptr, relu);
  };
  const NormOp evaluated = [](const Tensor& x, const Tensor& g, const Tensor& b, bool relu) {
    return batch_norm(x, {ones({6}), ones({6})}, g, b, false, 0.1, 1e-5, nullptr, relu);
  };
  for (const Shape& shape :
       {Shape{2, 6, 1, 1}, Shape{3, 6, 2, 2}, Shape{2, 6, 5, 7}, Shape{1, 6, 17, 19}, Shape{5, 6}}) {
    all.push_back({"group_norm", shape, {6}, group(3)});
    all.push_back({"group_norm 1", shape, {6}, group(1)});
    all.push_back({"instance_norm", shape, {6}, instance});
    all.push_back({"batch_norm", shape, {6}, batch});
    all.push_back({"batch_norm in evaluation", shape, {6}, evaluated});
  }
  all.push_back(
      {"layer_norm", {4, 37}, {37}, [](const Tensor& x, const Tensor& g, const Tensor& b, bool relu) {
         return layer_norm(x, {37}, g, b, 1e-5, nullptr, relu);
       }});
  return all;
}

struct Results {
  std::vector<Scalar> y, dx, dgamma, dbeta;
};

Results run(const Case& c, const std::function<Tensor(const Tensor&, const Tensor&, const Tensor&)>& f) {
  Random random(3);
  Tensor x = (3 * randn(c.shape, random) + 100).clone().requires_grad_(),
         gamma = randn(c.affine, random).requires_grad_(), beta = randn(c.affine, random).requires_grad_();
  const Tensor y = f(x, gamma, beta);
  y.backward(randn(c.shape, random));
  return {y.to_vector(), x.grad().to_vector(), gamma.grad().to_vector(), beta.grad().to_vector()};
}

double distance(const std::vector<Scalar>& a, const std::vector<Scalar>& b) {
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    worst = std::max(worst,
                     static_cast<double>(std::abs(a[i] - b[i])) / (1 + static_cast<double>(std::abs(b[i]))));
  return worst;
}

TEST_CASE("norm and ReLU in one pass give what the two ops give") {
  for (const Case& c : cases()) {
    INFO(c.name << " of " << text(c.shape));
    const Results one =
        run(c, [&](const Tensor& x, const Tensor& g, const Tensor& b) { return c.op(x, g, b, true); });
    const Results two =
        run(c, [&](const Tensor& x, const Tensor& g, const Tensor& b) { return relu(c.op(x, g, b, false)); });
    CHECK(one.y == two.y);
    CHECK(distance(one.dx, two.dx) < 1e-6);
    CHECK(distance(one.dgamma, two.dgamma) < 1e-6);
    CHECK(distance(one.dbeta, two.dbeta) < 1e-6);
    CHECK(std::count(one.y.begin(), one.y.end(), Scalar{0}) > 0);  // it did cut
  }
}

TEST_CASE("NaN passes a joined ReLU, and infinity does not become NaN") {
  Tensor x = zeros({1, 2, 4});
  x.mutable_data()[5] = std::numeric_limits<Scalar>::quiet_NaN();
  const Tensor y = group_norm(x, 2, {}, {}, 1e-5, nullptr, true);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(y.data()[i] == 0);
    CHECK(std::isnan(y.data()[4 + i]));
  }
}

TEST_CASE("Sequential joins a norm and the ReLU behind it, unless one of them is watched") {
  for (const char* spec : {"gn:2", "bn", "in", "ln"}) {
    INFO(spec);
    Random random(5);
    const Tensor x = randn({3, 4, 5, 5}, random);
    const auto norm = make_norm(spec, 4), relu = std::static_pointer_cast<Module>(make<ReLU>());
    for (const auto& parameter : norm->named_parameters())
      Tensor(parameter.second).copy_(randn(parameter.second.shape(), random));
    Sequential net({norm, relu});
    const Tensor joined = net(x);
    CHECK(std::string(joined.op()).find("_norm_relu") != std::string::npos);

    int seen = 0;
    const auto hook = [&](Module&, const Tensor&, const Tensor&) { return ++seen, Tensor(); };
    for (Module* watched : {norm.get(), relu.get()}) {
      const std::size_t number = watched->register_forward_hook(hook);
      const Tensor apart = net(x);
      watched->remove_forward_hook(number);
      CHECK(std::string(apart.op()) == "relu");
      CHECK(apart.to_vector() == joined.to_vector());
    }
    CHECK(seen == 2);
  }
  Sequential other({make<GroupNorm>(1, 2), make<LeakyReLU>()});
  CHECK(std::string(other(ones({1, 2, 2})).op()) != "group_norm_relu");
}

}  // namespace
