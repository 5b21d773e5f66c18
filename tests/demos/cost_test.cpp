#include "demos/lab/measure/cost.hpp"

#include <ctime>

#include "core/random.hpp"
#include "demos/lab/options.hpp"
#include "layers/flatten.hpp"
#include "layers/linear.hpp"
#include "layers/sequential.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

// Glyphs at 8x8, standardized.
const Images& images() {
  static const Dataset data = [] {
    CommonOptions o;
    complete(o, "test");
    return prepared_data(o);
  }();
  return data.train;
}

// Passes its input on, after 4 ms of work.
struct Slow : gg::Cloneable<Slow> {
  gg::Tensor forward(const gg::Tensor& x) override {
    const std::clock_t start = std::clock();
    while (std::clock() - start < CLOCKS_PER_SEC / 250) continue;
    return x;
  }
  std::string describe() const override { return "Slow()"; }
};

gg::ModulePtr linear_net(std::size_t hidden, bool slow = false) {
  auto net = gg::make<gg::Sequential>();
  net->push_back(gg::make<gg::Flatten>());
  if (slow) net->push_back(gg::make<Slow>());
  net->push_back(gg::make<gg::Linear>(64, hidden));
  net->push_back(gg::make<gg::Linear>(hidden, 10));
  return net;
}

constexpr std::size_t MiB = std::size_t{1} << 20, kSizeClass = MiB / 4;  // blocks are rounded up

gg::Tensor megabyte() { return gg::zeros({MiB / sizeof(gg::Scalar)}); }

}  // namespace

TEST_CASE("peak memory is that of the arrays which are there at a time") {
  const auto one = peak_array_bytes([] { megabyte(); });
  if (!one) return;  // sanitizers: memory is not recycled
  CHECK(*one >= MiB);
  CHECK(*one <= MiB + kSizeClass);
  const auto after_another = peak_array_bytes([] {
    for (int i = 0; i < 5; ++i) megabyte();
  });
  CHECK(*after_another == *one);
  const auto together = peak_array_bytes([] { const auto a = megabyte(), b = megabyte(); });
  CHECK(*together >= 2 * MiB);
  CHECK(*together <= 2 * (MiB + kSizeClass));
}

TEST_CASE("the memory of a training grows with the net, and is the same each time") {
  const auto bytes = [](std::size_t hidden) {
    return training_bytes([=] { return linear_net(hidden); }, images(), {});
  };
  const auto small = bytes(256), large = bytes(2048);
  if (!small) return;
  CHECK(bytes(256) == small);
  // Weights, gradient and momentum of both layers, 4 bytes each.
  CHECK(*large > 3 * 4 * 2048 * (64 + 10));
  CHECK(*large > 4 * *small);
}

TEST_CASE("speed is a ratio that does not favour who comes first") {
  const auto fast = [] { return linear_net(64); };
  const auto slow = [] { return linear_net(64, true); };
  const CostOptions few{5, 2};
  const SpeedRatio same = speed_ratio(fast, fast, images(), {}, few);
  CHECK(same.lower_quartile <= same.median);
  CHECK(same.median <= same.upper_quartile);
  CHECK(same.median > 0.2);
  CHECK(same.median < 5);
  CHECK(speed_ratio(slow, fast, images(), {}, few).median < 0.5);
  CHECK(speed_ratio(fast, slow, images(), {}, few).median > 2);
  CHECK(contains(error_of([&] { speed_ratio(fast, fast, images(), {}, {0, 2}); }), "0 and 2"));
  CHECK(contains(error_of([&] { speed_ratio(fast, fast, images(), {}, {2, 0}); }), "2 and 0"));
}
