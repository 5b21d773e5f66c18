#include "core/random.hpp"

#include <cmath>
#include <set>

#include "core/check.hpp"
#include "tests/catch.hpp"

namespace {

using gg::Random;

TEST_CASE("Random gives the same numbers on every machine") {
  Random random(42);
  CHECK(random.next() == 1865750160070900731u);
}

TEST_CASE("Random: seeds and streams are independent") {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t stream = 0; stream < 20; ++stream) firsts.insert(Random(seed, stream).next());
  }
  CHECK(firsts.size() == 400);
}

TEST_CASE("Random: moments of normal and uniform") {
  Random random(1);
  const int n = 200000;
  double normal = 0, square = 0, fourth = 0, uniform = 0;
  for (int i = 0; i < n; ++i) {
    const double z = random.normal();
    normal += z;
    square += z * z;
    fourth += z * z * z * z;
    uniform += random.uniform(2, 4);
  }
  CHECK(std::abs(normal / n) < 0.01);
  CHECK(std::abs(square / n - 1) < 0.02);
  CHECK(std::abs(fourth / n - 3) < 0.1);
  CHECK(std::abs(uniform / n - 3) < 0.01);
}

TEST_CASE("Random::below is in range and even, shuffle keeps every item") {
  Random random(5);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts[random.below(7)];
  for (int count : counts) CHECK(std::abs(count - 10000) < 500);
  CHECK_THROWS_AS(random.below(0), gg::Error);

  std::vector<int> items = {1, 2, 3, 4, 5, 6, 7, 8};
  random.shuffle(items);
  CHECK(items != std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(std::set<int>(items.begin(), items.end()).size() == 8);
}

TEST_CASE("manual_seed restarts this thread's generator") {
  gg::manual_seed(3);
  const auto first = gg::default_random().next();
  gg::manual_seed(3);
  CHECK(gg::default_random().next() == first);
}

}  // namespace
