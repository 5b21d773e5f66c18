#include "core/memory.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>

#include "core/check.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "optim/optim.hpp"
#include "tests/catch.hpp"

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kRecycles = false;  // sanitizers must see every free
#else
constexpr bool kRecycles = true;
#endif

namespace {

using namespace gg;

TEST_CASE("blocks are aligned, large enough, and come back") {
  for (std::size_t bytes :
       {0, 1, 63, 64, 65, 80, 81, 100, 127, 128, 129, 1000, 4097, 1 << 20, (1 << 20) + 1}) {
    void* block = acquire_memory(bytes);
    CHECK(reinterpret_cast<std::uintptr_t>(block) % kAlignment == 0);
    std::memset(block, 1, bytes);
    recycle_memory(block, bytes);
    if (kRecycles) {
      void* again = acquire_memory(bytes);
      CHECK(again == block);
      recycle_memory(again, bytes);
    }
  }
  if (kRecycles) CHECK(release_cached_memory() >= 1 << 20);
  CHECK(release_cached_memory() == 0);
  CHECK_THROWS_AS(acquire_memory(std::size_t{1} << 50), Error);
}

TEST_CASE("a block never comes back for a larger request") {
  for (std::size_t small = 1; small < 3000; small += 7) {
    void* a = acquire_memory(small);
    recycle_memory(a, small);
    void* b = acquire_memory(small + 300);
    std::memset(b, 0, small + 300);  // ASan and valgrind see an overrun
    recycle_memory(b, small + 300);
  }
  release_cached_memory();
}

TEST_CASE("small objects are large enough, and come back") {
  for (std::size_t bytes : {0, 1, 16, 17, 100, 511, 512, 513, 5000}) {
    void* object = acquire_object(bytes);
    CHECK(reinterpret_cast<std::uintptr_t>(object) % alignof(std::max_align_t) == 0);
    std::memset(object, 1, bytes);
    recycle_object(object, bytes);
    if (!kRecycles || bytes > kLargestObject) continue;
    void* again = acquire_object(bytes);
    CHECK(again == object);
    recycle_object(again, bytes);
  }
  for (std::size_t bytes = 1; bytes < 600; ++bytes) {  // never a smaller one for a larger request
    recycle_object(acquire_object(bytes), bytes);
    void* larger = acquire_object(bytes + 16);
    std::memset(larger, 0, bytes + 16);
    recycle_object(larger, bytes + 16);
  }
  if (kRecycles) CHECK(release_cached_memory() > 0);
  CHECK(release_cached_memory() == 0);
}

std::size_t address_space() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// In a child of its own, which alone runs out of memory: 0 if f returns, 1 if it throws.
template <class F>
int with_no_more_memory(F f) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlim_t limit = address_space() + (1 << 20);
    const rlimit limits{limit, limit};
    setrlimit(RLIMIT_AS, &limits);
    try {
      f();
    } catch (const Error&) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

TEST_CASE("before memory is said to be out, what is held for later goes back to the system") {
  if (!kRecycles) return;
  constexpr std::size_t kMuch = std::size_t{400} << 20;
  release_cached_memory();
  CHECK(with_no_more_memory([] { acquire_object(20 * kMuch); }) == 1);
  recycle_memory(acquire_memory(2 * kMuch), 2 * kMuch);
  CHECK(with_no_more_memory([] { acquire_object(kMuch); }) == 0);
  CHECK(with_no_more_memory([] { acquire_memory(kMuch); }) == 0);
  release_cached_memory();
}

TEST_CASE("tensors of few numbers and of many are alike to their users") {
  for (std::size_t n : {0, 1, 2, 3, 4, 5, 16, 17}) {
    Tensor a = arange(n), b = a.detach();
    CHECK(a.data() == b.data());
    a.fill_(3);
    CHECK(b.to_vector() == std::vector<Scalar>(n, 3));
    CHECK(a.clone().to_vector() == b.to_vector());
    Tensor c = std::move(a);
    CHECK(c.data() == b.data());
  }
}

long page_faults() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

TEST_CASE("a training step in its steady state takes no page faults") {
  Conv2dOptions same;
  same.padding = 1;
  Sequential net({make<Conv2d>(1, 16, 3, same), make<GroupNorm>(4, 16), make<ReLU>(), make<MaxPool2d>(2),
                  make<Conv2d>(16, 32, 3, same), make<BatchNorm>(32), make<ReLU>(), make<GlobalAvgPool>(),
                  make<Linear>(32, 10)});
  SGDOptions options;
  options.momentum = 0.9;
  SGD sgd(net.parameters(), options);
  const Tensor x = randn({16, 1, 28, 28});
  const Labels labels(16, 3);
  const auto step = [&] {
    net.zero_grad();
    cross_entropy(net(x), labels).backward();
    sgd.step();
  };
  for (int i = 0; i < 10; ++i) step();
  const long before = page_faults();
  for (int i = 0; i < 20; ++i) step();
  if (kRecycles) CHECK(page_faults() - before == 0);
}

}  // namespace
