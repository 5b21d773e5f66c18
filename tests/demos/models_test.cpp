#include "demos/lab/train/models.hpp"

#include <cmath>
#include <sstream>

#include "core/random.hpp"
#include "demos/lab/report/degenerate.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/demos/small_training.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

ModelOptions options_of(const std::string& model, const std::string& norm = "none", Head head = Head::gap,
                        std::size_t size = 8) {
  ModelOptions o;
  o.model = model;
  o.norm = norm;
  o.head = head;
  o.height = o.width = size;
  return o;
}

gg::Tensor weight_of(gg::Module& net, const std::string& name) {
  for (auto& [found, parameter] : net.named_parameters()) {
    if (found == name) return parameter;
  }
  FAIL("no parameter " << name);
  return {};
}

}  // namespace

TEST_CASE("every net takes every normalizer, head and resolution, and gives one output a class") {
  for (const ModelEntry& entry : model_table()) {
    for (const std::string& norm : every_norm()) {
      for (Head head : {Head::gap, Head::flatten}) {
        for (std::size_t size : {1u, 7u, 8u, 14u}) {
          INFO(entry.name << ", " << norm << ", " << size);
          ModelOptions o = options_of(entry.name, norm, head, size);
          o.channels = 2;
          o.classes = 7;
          const auto net = make_model(o);
          net->train();
          CHECK((*net)(gg::zeros({3, 2, size, size})).shape() == gg::Shape{3, 7});
        }
      }
    }
  }
}

TEST_CASE("weights are standardized in all layers but the last, and no ReLU follows an activation") {
  const auto printed = [](const std::string& norm) {
    std::ostringstream out;
    out << *make_model(options_of("conv3", norm)) << *make_model(options_of("mlp", norm));
    return out.str();
  };
  CHECK(count_of(printed("ws+gn:c8"), "WeightStandardization") == 6);
  CHECK(count_of(printed("ws+gn:c8"), "ReLU()") == 6);
  CHECK(count_of(printed("gn:c8"), "WeightStandardization") == 0);
  CHECK(count_of(printed("frn"), "ReLU()") == 0);
  CHECK(count_of(printed("evo:c8"), "ReLU()") == 0);
}

TEST_CASE("the nets have the sizes that their descriptions name") {
  // Weights and biases of the convolutions, gamma and beta of the normalizers, the linear layer.
  const std::size_t convs = (9 * 1 + 1) * 16 + (9 * 16 + 1) * 32 + (9 * 32 + 1) * 64;
  CHECK(make_model(options_of("conv3"))->num_parameters() == convs + 65 * 10);
  CHECK(make_model(options_of("conv3", "gn:c8"))->num_parameters() == convs + 2 * 112 + 65 * 10);
  CHECK(make_model(options_of("conv3", "none", Head::flatten))->num_parameters() ==
        convs + (4 * 64 + 1) * 10);
  CHECK(make_model(options_of("mlp", "none", Head::gap, 14))->num_parameters() ==
        197 * 64 + 2 * 65 * 64 + 65 * 10);
  CHECK(last_positions(options_of("conv3")) == 4);
  CHECK(last_positions(options_of("conv5")) == 1);
  CHECK(last_positions(options_of("conv8")) == 1);
  CHECK(last_positions(options_of("conv6", "none", Head::gap, 14)) == 16);
  CHECK(last_positions(options_of("conv5", "none", Head::gap, 28)) == 16);
  CHECK(last_positions(options_of("mlp")) == 1);
}

TEST_CASE("weights start as He et al. have them, biases at 0") {
  gg::manual_seed(3);
  const auto net = make_model(options_of("conv5", "gn:c8"));
  for (const auto& [name, parameter] : net->named_parameters()) {
    INFO(name);
    const auto values = parameter.to_vector();
    double sum = 0, squares = 0;
    for (float value : values) {
      sum += value;
      squares += static_cast<double>(value) * value;
    }
    const auto n = static_cast<double>(values.size());
    if (parameter.dim() < 2) {
      const bool is_gamma = contains(name, "weight");
      CHECK(sum == (is_gamma ? n : 0));
      CHECK(squares == (is_gamma ? n : 0));
      continue;
    }
    const double fan_in = n / static_cast<double>(parameter.size(0)), variance = 2 / fan_in;
    // Five standard errors of a mean and of a variance of n normal numbers.
    CHECK(std::abs(sum / n) < 5 * std::sqrt(variance / n));
    CHECK(std::abs(squares / n - variance) < 5 * variance * std::sqrt(2 / n));
  }
}

TEST_CASE("a net depends on this thread's seed only, and not on the normalizer") {
  const auto first_weight = [](std::uint64_t seed, const std::string& norm) {
    gg::manual_seed(seed);
    return weight_of(*make_model(options_of("conv3", norm)), "3.weight").to_vector();
  };
  CHECK(first_weight(1, "bn") == first_weight(1, "bn"));
  CHECK(first_weight(1, "bn") == first_weight(1, "none"));
  CHECK(first_weight(1, "bn") != first_weight(2, "bn"));
}

TEST_CASE("unknown names list the known ones") {
  const std::string model = error_of([] { make_model(options_of("resnet")); });
  CHECK(contains(model, "unknown model 'resnet'"));
  for (const ModelEntry& entry : model_table()) CHECK(contains(model, entry.name + ": " + entry.description));
  const std::string norm = error_of([] { make_model(options_of("conv3", "nb")); });
  CHECK(contains(norm, "'nb'"));
  CHECK(contains(norm, "gn:G or gn:cK"));
  CHECK(contains(error_of([] { make_model(options_of("conv3", "gn:c7")); }), "divisible"));
}

TEST_CASE("what cannot work at one position is said, and nothing else") {
  const std::vector<std::string> norms = {"bn", "gn:c1", "gn:64", "gn:c8", "in", "none"};
  const std::string words = degeneracy_text(options_of("conv5"), norms, {32, 2});
  CHECK(words ==
        "The last normalizer of this net sees one position a channel. BN at batch 2 can give nothing but -1 "
        "and "
        "1 there (before gamma and beta). GN:c1, GN:64 and IN can give nothing but beta there, whatever the "
        "image.");
  const std::string family = degeneracy_text(
      options_of("conv5"), {"ws+in", "ecn:1x1", "gnplus:c1", "ws+bn", "ghost:2", "ghost:4", "frn", "gn:c2"},
      {32, 2});
  CHECK(contains(family,
                 "WS+IN, ECN:1x1, GNPLUS:c1 at batch 32 and GNPLUS:c1 at batch 2 can give nothing but beta"));
  CHECK(contains(family,
                 "WS+BN at batch 2, GHOST:2 at batch 32, GHOST:2 at batch 2, GHOST:4 at batch 2 and GN:c2 "
                 "can give nothing but -1 and 1 there"));
  CHECK(contains(family, "FRN can give nothing but 0 and 1 there"));
  CHECK(degeneracy_text(options_of("conv5"), {"sn", "brn", "rms", "grn", "evo:c8", "gnplus:c8"}, {32, 2})
            .empty());
  CHECK(
      contains(degeneracy_text(options_of("mlp"), {"ghost:2"}, {1}), "GHOST:2 at batch 1 cannot be trained"));
  CHECK(contains(degeneracy_text(options_of("mlp"), {"bn"}, {1}), "BN at batch 1 cannot be trained"));
  CHECK(degeneracy_text(options_of("conv5"), {"gn:c8", "ln", "none"}, {2}).empty());
  CHECK(degeneracy_text(options_of("conv5"), {"bn"}, {32, 4}).empty());
  CHECK(degeneracy_text(options_of("conv3"), norms, {2}).empty());
}
