#include "core/parallel.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

// Puts the number of threads back.
struct KeepThreads {
  std::size_t before = num_threads();
  ~KeepThreads() { set_num_threads(before); }
};

TEST_CASE("threads: every index once, in parts that are not too small", "[threads]") {
  const KeepThreads keep;
  for (std::size_t threads : {1, 2, 5}) {
    set_num_threads(threads);
    CHECK(num_threads() == threads);
    for (std::size_t count : {0, 1, 2, 3, 7, 100, 1001}) {
      for (std::size_t least : {0, 1, 3, 50}) {
        std::vector<std::atomic<int>> hits(count);
        std::atomic<std::size_t> parts{0};
        std::atomic<bool> small{false};
        parallel_for(count, least, [&](std::size_t first, std::size_t last) {
          ++parts;
          if (last - first < std::min(least, count)) small = true;
          for (std::size_t i = first; i < last; ++i) ++hits[i];
        });
        CHECK(parts <= threads);
        CHECK_FALSE(small);
        for (const auto& hit : hits) CHECK(hit == 1);
      }
    }
  }
}

TEST_CASE("threads: their number is not changed from within a part", "[threads]") {
  const KeepThreads keep;
  set_num_threads(2);
  CHECK(contains(error_of([] { parallel_for(2, 1, [](std::size_t, std::size_t) { set_num_threads(3); }); }),
                 "set_num_threads: called from within a kernel's part"));
  CHECK(num_threads() == 2);
}

TEST_CASE("threads: work is done by as many as were asked for, and within a part by one", "[threads]") {
  const KeepThreads keep;
  set_num_threads(3);
  std::mutex mutex;
  std::set<std::thread::id> ids;
  std::atomic<bool> split{false};  // Catch's own checks belong to one thread
  parallel_for(3, 1, [&](std::size_t first, std::size_t last) {
    const std::thread::id own = std::this_thread::get_id();
    parallel_for(100, 1, [&](std::size_t inner, std::size_t end) {
      if (inner != 0 || end != 100 || std::this_thread::get_id() != own) split = true;
    });
    if (last != first + 1) split = true;
    const std::lock_guard lock(mutex);
    ids.insert(own);
  });
  CHECK_FALSE(split);
  CHECK(ids.size() == 3);
}

TEST_CASE("threads: an exception reaches the caller, and the pool goes on", "[threads]") {
  const KeepThreads keep;
  set_num_threads(2);
  for (std::size_t bad : {0, 1}) {
    CHECK(error_of([&] {
            parallel_for(2, 1, [&](std::size_t first, std::size_t) {
              if (first == bad) fail_with("part ", bad);
            });
          }) == "part " + std::to_string(bad));
  }
  std::atomic<int> sum{0};
  for (int i = 0; i < 1000; ++i) parallel_for(2, 1, [&](std::size_t, std::size_t) { ++sum; });
  CHECK(sum == 2000);
}

TEST_CASE("threads: several callers at once all get their work done", "[threads]") {
  const KeepThreads keep;
  set_num_threads(2);
  std::atomic<std::size_t> sum{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      for (int k = 0; k < 200; ++k)
        parallel_for(10, 1, [&](std::size_t first, std::size_t last) { sum += last - first; });
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(sum == 4 * 200 * 10);
}

TEST_CASE("threads: numbers that make no sense are refused", "[threads]") {
  CHECK(error_of([] { set_num_threads(0); }) == "set_num_threads: expected 1 to 1024 threads, got 0");
  CHECK_THROWS_AS(set_num_threads(1025), Error);
}

#ifndef __SANITIZE_THREAD__  // which does not follow a fork of several threads
TEST_CASE("threads: a forked child works on its own", "[threads]") {
  const KeepThreads keep;
  set_num_threads(2);
  parallel_for(2, 1, [](std::size_t, std::size_t) {});
  const pid_t child = ::fork();
  if (child == 0) {
    std::size_t sum = 0;
    parallel_for(10, 1, [&](std::size_t first, std::size_t last) { sum += last - first; });
    ::_exit(sum == 10 && num_threads() == 1 ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
}
#endif

// One training step's gradients, of a net with every kernel that uses threads.
std::vector<Scalar> gradients_of_a_step() {
  manual_seed(3);
  Conv2dOptions same;
  same.padding = 1;
  Sequential net({make<Conv2d>(3, 20, 3, same), make<GroupNorm>(5, 20), make<ReLU>(),
                  make<Conv2d>(20, 8, 3, same), make<BatchNorm>(8), make<ReLU>(), make<MaxPool2d>(2),
                  make<Conv2d>(8, 8, 1), make<AvgPool2d>(2), make<LayerNorm>(Shape{8, 4, 4}),
                  make<GlobalAvgPool>(), make<Linear>(8, 4)});
  Tensor x = randn({13, 3, 16, 16}).requires_grad_();
  cross_entropy(net(x), Labels{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 1}).backward();
  std::vector<Scalar> all = x.grad().to_vector();
  for (const Tensor& p : net.parameters()) {
    const std::vector<Scalar> more = p.grad().to_vector();
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

TEST_CASE("threads: results are the same, bit for bit, with any number", "[threads]") {
  const KeepThreads keep;
  set_num_threads(1);
  const std::vector<Scalar> expected = gradients_of_a_step();
  for (std::size_t threads : {2, 3, 7}) {
    set_num_threads(threads);
    CHECK(gradients_of_a_step() == expected);
  }
}

}  // namespace
