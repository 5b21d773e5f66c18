#include "demos/lab/data/samplers.hpp"

#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

// 11 images of class 7, 6 of class 2, 8 of class 4, mixed.
const gg::Indices kLabels = {7, 2, 7, 4, 7, 2, 4, 7, 7, 4, 2, 7, 4, 7, 2, 4, 7, 4, 7, 2, 4, 7, 4, 7, 2};

Batches sampled(const Sampler& sampler, std::size_t batch, std::uint64_t seed = 0) {
  gg::Random random(seed);
  return sampler(kLabels, batch, random);
}

gg::Indices joined(const Batches& batches) {
  gg::Indices out;
  for (const auto& batch : batches) out.insert(out.end(), batch.begin(), batch.end());
  return out;
}

gg::Indices sizes(const Batches& batches) {
  gg::Indices out;
  for (const auto& batch : batches) out.push_back(batch.size());
  return out;
}

std::set<std::size_t> classes(const gg::Indices& batch) {
  std::set<std::size_t> out;
  for (const std::size_t image : batch) out.insert(kLabels[image]);
  return out;
}

}  // namespace

TEST_CASE("samplers: every image exactly once, in an order of the generator's") {
  for (const auto& entry : sampler_table()) {
    for (const std::size_t batch : {std::size_t{1}, std::size_t{4}, std::size_t{25}, SIZE_MAX}) {
      INFO(entry.name << ", " << batch);
      const Batches batches = sampled(entry.sampler, batch);
      for (const std::size_t size : sizes(batches)) CHECK((size >= 1 && size <= batch));
      gg::Indices images = joined(batches);
      CHECK(images == joined(sampled(entry.sampler, batch)));
      CHECK((images == joined(sampled(entry.sampler, batch, 1))) == (entry.name == "sequential"));
      std::sort(images.begin(), images.end());
      CHECK(images == joined(sampled(sequential, 25)));
    }
  }
}

TEST_CASE("samplers: shuffled and sequential cut one order into batches") {
  CHECK(sizes(sampled(shuffled, 8)) == gg::Indices{8, 8, 8, 1});
  const Batches batches = sampled(sequential, 10);
  CHECK(sizes(batches) == gg::Indices{10, 10, 5});
  CHECK(batches[2] == gg::Indices{20, 21, 22, 23, 24});
}

TEST_CASE("samplers: class after class, shuffled within, batches across two") {
  const Batches batches = sampled(class_ordered, 4);
  CHECK(sizes(batches) == gg::Indices{4, 4, 4, 4, 4, 4, 1});
  const gg::Indices images = joined(batches);
  gg::Indices labels;
  for (const std::size_t image : images) labels.push_back(kLabels[image]);
  CHECK(std::is_sorted(labels.begin(), labels.end()));
  CHECK(classes(batches[0]) == std::set<std::size_t>{2});
  CHECK(classes(batches[1]) == std::set<std::size_t>{2, 4});
  CHECK_FALSE(std::is_sorted(images.begin(), images.begin() + 6));
  CHECK_FALSE(std::is_sorted(images.begin() + 14, images.end()));
}

TEST_CASE("samplers: one class a batch, the remainder of each class in a short one") {
  std::set<gg::Indices> orders;
  std::set<std::size_t> first_of_class_2;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Batches batches = sampled(class_per_batch, 4, seed);
    gg::Indices order;
    std::multiset<std::size_t> of_class[8];
    for (const auto& batch : batches) {
      REQUIRE(classes(batch).size() == 1);
      order.push_back(*classes(batch).begin());
      of_class[order.back()].insert(batch.size());
      if (order.back() == 2 && batch.size() == 4) first_of_class_2.insert(batch[0]);
    }
    CHECK(of_class[2] == std::multiset<std::size_t>{4, 2});
    CHECK(of_class[4] == std::multiset<std::size_t>{4, 4});
    CHECK(of_class[7] == std::multiset<std::size_t>{4, 4, 3});
    orders.insert(order);
  }
  CHECK(orders.size() > 10);           // of 7! / (2! 2! 3!) = 210
  CHECK(first_of_class_2.size() > 3);  // of 6
}

TEST_CASE("samplers: parts keep their class and order when they are joined to batches") {
  const Batches parts = sampled(class_per_batch, 3), batches = sampled(in_parts(class_per_batch, 3), 6);
  gg::Indices whole, shorter;  // 11, 6 and 8 images: three, two and two whole parts, and two short ones
  for (const auto& part : parts) {
    gg::Indices& to = part.size() == 3 ? whole : shorter;
    to.insert(to.end(), part.begin(), part.end());
  }
  CHECK(sizes(batches) == gg::Indices{6, 6, 6, 3, 2, 2});
  CHECK(joined({batches.begin(), batches.begin() + 4}) == whole);
  CHECK(joined({batches.begin() + 4, batches.end()}) == shorter);
  CHECK(sampled(in_parts(class_per_batch, 6), 6).size() == sampled(class_per_batch, 6).size());
  const Batches plain = sampled(shuffled, 8);
  const Batches same = sampled(in_parts(shuffled, 2), 8);
  CHECK(Batches(same.begin(), same.begin() + 3) == Batches(plain.begin(), plain.begin() + 3));
  for (const std::size_t part : {0u, 5u, 12u}) {
    CHECK(error_of([&] { sampled(in_parts(shuffled, part), 6); }) ==
          "in_parts: expected the part to divide the batch 6, got " + std::to_string(part));
  }
}

TEST_CASE("samplers: no sampler has no parts") {
  CHECK(error_of([] { in_parts({}, 2); }) == "in_parts: expected a sampler, got an empty function");
}

TEST_CASE("samplers: by name") {
  gg::Random random(0), same(0);
  CHECK(sampler_named("class-per-batch")(kLabels, 4, random) == class_per_batch(kLabels, 4, same));
  CHECK(
      error_of([] { sampler_named("sorted"); }) ==
      "unknown order of images \"sorted\"; there are: shuffled, sequential, class-ordered, class-per-batch");
}
