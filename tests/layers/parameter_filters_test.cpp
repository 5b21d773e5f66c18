#include "layers/parameter_filters.hpp"

#include "layers/layers.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

TEST_CASE("parameters are sorted into weights, biases, and gamma and beta") {
  const auto shared = make<Linear>(4, 4);
  Sequential net({make<Linear>(2, 4), make<GroupNorm>(2, 4), shared, shared, make<GRU>(4, 3, "gn:3")});
  const std::size_t all = net.parameters().size();
  REQUIRE(all == 2 + 2 + 2 + 8);
  CHECK(split_parameters(net, is_norm_parameter).chosen.size() == 6);
  CHECK(split_parameters(net, is_bias).chosen.size() == 4);
  const SplitParameters weights = split_parameters(net, is_weight);
  CHECK(weights.chosen.size() == 4);
  CHECK(weights.rest.size() == all - 4);
  for (const Tensor& w : weights.chosen) CHECK(w.dim() == 2);
  const auto of_my_own = [](const Module& owner, const std::string& name, const Tensor& w) {
    return dynamic_cast<const GRU*>(&owner) != nullptr && name == "weight_ih" && w.size(0) == 9;
  };
  CHECK(split_parameters(net, of_my_own).chosen.size() == 1);
}

TEST_CASE("named_parameters without recursion are those of the module alone") {
  const GRU gru(4, 3, "gn:3");
  CHECK(gru.named_parameters(false).size() == 4);
  CHECK(gru.named_parameters().size() == 8);
}

}  // namespace
