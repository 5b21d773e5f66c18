// Threads that share nothing but constants: each gets the numbers it would get alone. Run under the thread
// sanitizer, too.
#include <thread>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

// A few training steps of a small net on a shared batch, with this thread's generator.
std::vector<Scalar> trained(const Tensor& x, std::uint64_t seed) {
  manual_seed(seed);
  Tensor weight = randn({4, 3, 3, 3}).requires_grad_(), gamma = ones({4}).requires_grad_();
  for (int step = 0; step < 3; ++step) {
    const Tensor y = relu(group_norm(conv2d(x, weight), 2, gamma));
    cross_entropy(matmul(flatten(y, 1), ones({64, 2}) + dropout(ones({64, 2}))), {0, 1}).backward();
    for (Tensor& leaf : std::vector<Tensor>{weight, gamma}) {
      const NoGrad no_grad;
      leaf.copy_(leaf - leaf.grad() * 0.1);
      leaf.zero_grad();
    }
  }
  return weight.to_vector();
}

TEST_CASE("threads with graphs of their own do not disturb each other", "[threads]") {
  const Tensor x = randn({2, 3, 6, 6});
  std::vector<std::vector<Scalar>> expected, received(4);
  for (std::uint64_t seed = 0; seed < 4; ++seed) expected.push_back(trained(x, seed));
  const std::size_t nodes = live_nodes();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < received.size(); ++i)
    threads.emplace_back([&, i] { received[i] = trained(x, i); });
  for (std::thread& thread : threads) thread.join();
  CHECK(received == expected);
  CHECK(expected[0] != expected[1]);
  CHECK(live_nodes() == nodes);
}

TEST_CASE("a tensor may be made in one thread and let go of in another", "[threads]") {
  Tensor made;
  std::thread([&] { made = randn({1000}) * 2; }).join();
  const std::vector<Scalar> values = made.to_vector();
  CHECK(values.size() == 1000);
  std::thread([given = std::move(made)]() mutable { given = Tensor(); }).join();
  CHECK(randn({1000}).numel() == 1000);  // from memory that came back, or new
}

TEST_CASE("switching recording off in one thread leaves it on in another", "[threads]") {
  const NoGrad no_grad;
  bool elsewhere = false;
  std::thread([&] { elsewhere = is_grad_enabled(); }).join();
  CHECK(elsewhere);
  CHECK(!is_grad_enabled());
}

}  // namespace
