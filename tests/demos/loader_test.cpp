#include "demos/lab/data/loader.hpp"

#include <algorithm>
#include <set>

#include "core/check.hpp"
#include "tests/catch.hpp"

using namespace gg::lab;

namespace {

// Image i has label i and pixels 10 i, ..., 10 i + 5.
Images numbered(std::size_t count) {
  Images out{count, 1, 2, 3, {}, {}};
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < 6; ++k) out.pixels.push_back(static_cast<float>(10 * i + k));
    out.labels.push_back(i);
  }
  return out;
}

// The labels of the rest of an epoch in order, after checking every batch.
std::vector<std::size_t> rest(Loader& loader, std::vector<std::size_t>* sizes = nullptr) {
  std::vector<std::size_t> labels;
  while (const auto batch = loader.next()) {
    const std::size_t n = batch->labels.size();
    CHECK(batch->shape == std::vector<std::size_t>{n, 1, 2, 3});
    REQUIRE(batch->pixels.size() == 6 * n);
    for (std::size_t i = 0; i < 6 * n; ++i) {
      CHECK(batch->pixels[i] == static_cast<float>(10 * batch->labels[i / 6] + i % 6));
    }
    if (sizes) sizes->push_back(n);
    labels.insert(labels.end(), batch->labels.begin(), batch->labels.end());
  }
  return labels;
}

std::vector<std::size_t> epoch(const Images& images, LoaderOptions options, std::size_t number) {
  Loader loader(images, options);
  loader.begin_epoch(number);
  return rest(loader);
}

}  // namespace

TEST_CASE("loader: every image exactly once an epoch") {
  const Images images = numbered(50);
  Loader loader(images, {8});
  for (std::size_t number = 0; number < 3; ++number) {
    loader.begin_epoch(number);
    std::vector<std::size_t> sizes;
    auto labels = rest(loader, &sizes);
    CHECK(sizes == std::vector<std::size_t>{8, 8, 8, 8, 8, 8, 2});
    CHECK(loader.batches_per_epoch() == 7);
    CHECK(labels != images.labels);
    std::sort(labels.begin(), labels.end());
    CHECK(labels == images.labels);
    CHECK_FALSE(loader.next());
  }
}

TEST_CASE("loader: drop_last leaves out the short batch, and only that") {
  const Images images = numbered(50);
  Loader loader(images, {8, 0, true, true});
  std::vector<std::size_t> sizes;
  const auto labels = rest(loader, &sizes);
  CHECK(sizes == std::vector<std::size_t>(6, 8));
  CHECK(loader.batches_per_epoch() == 6);
  CHECK(std::set<std::size_t>(labels.begin(), labels.end()).size() == 48);
  CHECK(epoch(numbered(16), {8, 0, true, true}, 0).size() == 16);
  Loader even(images, {10});
  CHECK(even.batches_per_epoch() == 5);
}

TEST_CASE("loader: the order depends on seed and epoch alone") {
  const Images images = numbered(50);
  const auto order = epoch(images, {8, 1}, 2);
  CHECK(epoch(images, {8, 1}, 2) == order);
  CHECK(epoch(images, {5, 1}, 2) == order);
  CHECK(epoch(images, {8, 2}, 2) != order);
  CHECK(epoch(images, {8, 1}, 3) != order);
  CHECK(epoch(images, {8, 2}, 1) != order);

  Loader loader(images, {8, 1});
  loader.next();
  loader.begin_epoch(5);
  loader.next();
  loader.begin_epoch(2);
  CHECK(loader.epoch() == 2);
  CHECK(rest(loader) == order);
}

TEST_CASE("loader: without shuffling, in the order of the set") {
  const Images images = numbered(50);
  CHECK(epoch(images, {8, 1, false}, 3) == images.labels);
}

TEST_CASE("loader: next_endless goes through epoch after epoch") {
  const Images images = numbered(10);
  Loader loader(images, {4, 1});
  std::vector<std::size_t> labels, expected;
  for (std::size_t step = 0; step < 9; ++step) {
    const Batch batch = loader.next_endless();
    CHECK(loader.epoch() == step / 3);
    labels.insert(labels.end(), batch.labels.begin(), batch.labels.end());
  }
  for (std::size_t number = 0; number < 3; ++number) {
    const auto order = epoch(images, {4, 1}, number);
    expected.insert(expected.end(), order.begin(), order.end());
  }
  CHECK(labels == expected);

  Loader dropping(images, {4, 1, true, true});
  for (std::size_t step = 0; step < 7; ++step) CHECK(dropping.next_endless().labels.size() == 4);
}

TEST_CASE("loader: a batch larger than the set is the whole set, unless it would be dropped") {
  const Images images = numbered(5);
  CHECK(epoch(images, {8}, 0).size() == 5);
  CHECK_THROWS_AS(Loader(images, {8, 0, true, true}), gg::Error);
  CHECK_NOTHROW(Loader(images, {5, 0, true, true}));
}

TEST_CASE("loader: refuses batches of nothing, empty sets, and sets whose sizes disagree") {
  const Images images = numbered(5), none;
  CHECK_THROWS_AS(Loader(images, {0}), gg::Error);
  CHECK_THROWS_AS(Loader(none, {1}), gg::Error);
  Images wrong = images;
  wrong.labels.pop_back();
  CHECK_THROWS_AS(Loader(wrong, {1}), gg::Error);
  wrong = images;
  wrong.pixels.pop_back();
  CHECK_THROWS_AS(Loader(wrong, {1}), gg::Error);
}
