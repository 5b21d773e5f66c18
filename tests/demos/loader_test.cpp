#include "demos/lab/data/loader.hpp"

#include <algorithm>
#include <set>

#include "core/check.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

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
  Loader loader(images, {8, 0, shuffled, true});
  std::vector<std::size_t> sizes;
  const auto labels = rest(loader, &sizes);
  CHECK(sizes == std::vector<std::size_t>(6, 8));
  CHECK(loader.batches_per_epoch() == 6);
  CHECK(std::set<std::size_t>(labels.begin(), labels.end()).size() == 48);
  CHECK(epoch(numbered(16), {8, 0, shuffled, true}, 0).size() == 16);
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
  CHECK(epoch(images, {8, 1, sequential}, 3) == images.labels);
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

  Loader dropping(images, {4, 1, shuffled, true});
  for (std::size_t step = 0; step < 7; ++step) CHECK(dropping.next_endless().labels.size() == 4);
}

TEST_CASE("loader: a batch larger than the set is the whole set, unless it would be dropped") {
  const Images images = numbered(5);
  CHECK(epoch(images, {8}, 0).size() == 5);
  CHECK_THROWS_AS(Loader(images, {8, 0, shuffled, true}), gg::Error);
  CHECK_NOTHROW(Loader(images, {5, 0, shuffled, true}));
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

TEST_CASE("loader: drop_last with a class a batch leaves out every short batch") {
  Images images = numbered(26);
  for (std::size_t i = 0; i < 26; ++i) images.labels[i] = i < 11 ? 0 : i < 14 ? 1 : 2;  // 11, 3 and 12
  Loader all(images, {4, 0, class_per_batch}), full(images, {4, 0, class_per_batch, true});
  CHECK(all.batches_per_epoch() == 3 + 1 + 3);
  CHECK(full.batches_per_epoch() == 2 + 0 + 3);
  std::size_t count = 0;
  while (const auto batch = full.next()) {
    ++count;
    CHECK(batch->labels.size() == 4);
    CHECK(std::set<std::size_t>(batch->labels.begin(), batch->labels.end()).size() == 1);
  }
  CHECK(count == 5);
  CHECK_NOTHROW(Loader(images, {12, 0, class_per_batch, true}));
  CHECK(error_of([&] {
          Loader(images, {13, 0, class_per_batch, true});
        }) == "Loader: drop_last would leave nothing: expected batches of 13 images, the largest has 12");
}

TEST_CASE("loader: a sampler of one's own, and what it may not give") {
  const Images images = numbered(5);
  const auto batches = [](const Batches& given) {
    return [given](const gg::Indices&, std::size_t, gg::Random&) { return given; };
  };
  Loader loader(images, {2, 0, batches({{4, 4}, {0}})});
  CHECK(rest(loader) == std::vector<std::size_t>{4, 4, 0});
  const auto fault = [&](const Sampler& sampler) {
    return error_of([&] { Loader(images, {2, 0, sampler}); });
  };
  CHECK(fault(batches({})) == "Loader: the sampler gave no batch for 5 images");
  CHECK(fault(batches({{1}, {}})) == "Loader: the sampler gave an empty batch");
  CHECK(fault(batches({{1}, {5, 0}})) == "Loader: the sampler gave image 5, expected 0 to 4");
  CHECK(fault({}) == "Loader: expected a sampler, got an empty function");
}

TEST_CASE("loader: what becomes of an image depends on seed, epoch and image, not on order or batch") {
  const Images images = numbered(20);
  // By label, the pixels of the image in this epoch.
  const auto changed = [&](LoaderOptions options, std::size_t number) {
    options.augmentation.noise = 1;
    Loader loader(images, options);
    loader.begin_epoch(number);
    std::vector<std::vector<float>> out(20);
    while (const auto batch = loader.next()) {
      for (std::size_t i = 0; i < batch->labels.size(); ++i) {
        const auto first = batch->pixels.begin() + static_cast<long>(6 * i);
        out[batch->labels[i]].assign(first, first + 6);
      }
    }
    return out;
  };
  const auto expected = changed({8, 1}, 2);
  CHECK(changed({8, 1}, 2) == expected);
  CHECK(changed({3, 1}, 2) == expected);
  CHECK(changed({8, 1, sequential}, 2) == expected);
  const auto seed = changed({8, 2}, 2), epoch = changed({8, 1}, 3);
  for (std::size_t i = 0; i < 20; ++i) {
    CHECK(seed[i] != expected[i]);
    CHECK(epoch[i] != expected[i]);
    if (i > 0) CHECK(expected[i][0] - expected[0][0] != static_cast<float>(10 * i));
  }
}

TEST_CASE("loader: crops set the size of the batch, and nonsense is refused at once") {
  const Images images = numbered(5);
  LoaderOptions options{2};
  options.augmentation.pad = 1;
  options.augmentation.crop = 4;
  const auto batch = Loader(images, options).next();
  CHECK(batch->shape == std::vector<std::size_t>{2, 1, 4, 4});
  CHECK(batch->pixels.size() == 32);
  options.augmentation.flip = 2;
  CHECK(contains(error_of([&] { Loader(images, options); }), "got 2"));
}
