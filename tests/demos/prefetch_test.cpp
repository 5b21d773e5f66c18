#include "demos/lab/data/prefetch.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>

#include "demos/lab/data/glyphs.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

Batch numbered(std::size_t i) { return {{1, 1, 1, 1}, {static_cast<float>(i)}, {i}}; }

// Counts its calls; ends after `count` batches, or throws instead.
struct Counter {
  std::size_t count;
  bool throws = false;
  std::atomic<std::size_t> calls{0};

  Prefetch::Source source() {
    return [this]() -> std::optional<Batch> {
      const std::size_t i = calls++;
      if (i < count) return numbered(i);
      if (throws) gg::fail_with("out of batches");
      return std::nullopt;
    };
  }
};

// Waits for a while for what another thread should do.
template <class F>
bool comes_true(F&& condition) {
  for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return condition();
}

}  // namespace

TEST_CASE("prefetch: all batches in their order, then nothing", "[threads]") {
  for (const std::size_t ahead : {1u, 2u, 100u}) {
    Counter counter{50};
    Prefetch batches(counter.source(), ahead);
    for (std::size_t i = 0; i < 50; ++i) {
      const auto batch = batches.next();
      REQUIRE(batch);
      CHECK(batch->labels == std::vector<std::size_t>{i});
      CHECK(batch->pixels == std::vector<float>{static_cast<float>(i)});
    }
    CHECK_FALSE(batches.next());
    CHECK_FALSE(batches.next());
    CHECK(counter.calls == 51);
  }
  Counter none{0};
  CHECK_FALSE(Prefetch(none.source()).next());
}

TEST_CASE("prefetch: works ahead before it is asked, but no further than agreed", "[threads]") {
  Counter counter{50};
  Prefetch batches(counter.source(), 3);
  CHECK(comes_true([&] { return counter.calls == 3; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(counter.calls == 3);
  batches.next();
  CHECK(comes_true([&] { return counter.calls == 4; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(counter.calls == 4);
}

TEST_CASE("prefetch: what the source throws arrives after the batches before it", "[threads]") {
  Counter counter{3, true};
  Prefetch batches(counter.source(), 8);
  for (std::size_t i = 0; i < 3; ++i) CHECK(batches.next()->labels[0] == i);
  CHECK(error_of([&] { batches.next(); }) == "out of batches");
  CHECK(error_of([&] { batches.next(); }) == "out of batches");
  CHECK(counter.calls == 4);
  Prefetch other([]() -> std::optional<Batch> { throw std::runtime_error("not ours"); });
  CHECK_THROWS_AS(other.next(), std::runtime_error);
}

TEST_CASE("prefetch: can be left at any moment", "[threads]") {
  for (std::size_t taken = 0; taken <= 6; ++taken) {
    for (int repeat = 0; repeat < 50; ++repeat) {
      Counter counter{5, taken % 2 == 1};
      Prefetch batches(counter.source(), 1 + taken % 3);
      for (std::size_t i = 0; i < std::min<std::size_t>(taken, 5); ++i) batches.next();
    }
  }
  // While the source is busy: waits for it, and asks it no more.
  std::atomic<int> calls{0};
  {
    Prefetch slow([&]() -> std::optional<Batch> {
      ++calls;
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
      return numbered(0);
    });
    CHECK(comes_true([&] { return calls == 1; }));
  }
  const int called = calls;
  CHECK(called <= 2);
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  CHECK(calls == called);
}

TEST_CASE("prefetch: a caller that is faster waits", "[threads]") {
  int i = 0;
  Prefetch batches([&]() -> std::optional<Batch> {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return i < 5 ? std::optional(numbered(static_cast<std::size_t>(i++))) : std::nullopt;
  });
  for (std::size_t k = 0; k < 5; ++k) CHECK(batches.next()->labels[0] == k);
  CHECK_FALSE(batches.next());
}

TEST_CASE("prefetch: the batches of a loader with augmentation are the same as without, over epochs",
          "[threads]") {
  const Dataset data = glyphs(0, 100, 1);
  LoaderOptions options{16, 5};
  options.augmentation.shift = 2;
  options.augmentation.noise = 0.1;
  Loader plain(data.train, options), source(data.train, options);
  Prefetch batches([&] { return source.next_endless(); }, 3);
  for (int step = 0; step < 20; ++step) {
    const Batch expected = plain.next_endless();
    const auto batch = batches.next();
    REQUIRE(batch);
    CHECK(batch->labels == expected.labels);
    CHECK(batch->pixels == expected.pixels);
  }
}

TEST_CASE("prefetch: refuses no source and nothing ahead", "[threads]") {
  Counter counter{1};
  CHECK(error_of([] { Prefetch batches({}); }) ==
        "Prefetch: expected a source of batches, got an empty function");
  CHECK(error_of([&] { Prefetch batches(counter.source(), 0); }) ==
        "Prefetch: expected at least 1 batch ahead, got 0");
}
