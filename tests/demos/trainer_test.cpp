#include "demos/lab/train/trainer.hpp"

#include <algorithm>
#include <cmath>

#include "core/autograd.hpp"
#include "layers/batch_norm.hpp"
#include "tests/catch.hpp"
#include "tests/demos/small_training.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

TrainOptions short_training(std::size_t norm_batch = 32) {
  TrainOptions o;
  o.steps = 5;
  o.norm_batch = norm_batch;
  return o;
}

// The largest difference of two nets' parameters, relative to the largest parameter.
double distance(gg::Module& a, gg::Module& b) {
  double most = 0, scale = 0;
  const auto p = a.parameters(), q = b.parameters();
  for (std::size_t i = 0; i < p.size(); ++i) {
    const auto x = p[i].to_vector(), y = q[i].to_vector();
    for (std::size_t j = 0; j < x.size(); ++j) {
      most = std::max(most, static_cast<double>(std::abs(x[j] - y[j])));
      scale = std::max(scale, static_cast<double>(std::abs(x[j])));
    }
  }
  return most / scale;
}

double distance_by_micro_batches(const std::string& norm, std::size_t norm_batch) {
  const auto whole = small_net(norm), parts = small_net(norm);
  train(*whole, small_data().train, short_training());
  train(*parts, small_data().train, short_training(norm_batch));
  return distance(*whole, *parts);
}

}  // namespace

TEST_CASE("accumulating over micro-batches is the step of the full batch, but for batch norm") {
  for (std::size_t norm_batch : {8u, 1u}) {
    for (const char* norm : {"gn:c8", "ln", "in", "none"}) {
      INFO(norm << ", " << norm_batch);
      CHECK(distance_by_micro_batches(norm, norm_batch) < 1e-4);
    }
    CHECK(distance_by_micro_batches("bn", norm_batch) > 1e-2);
  }
}

TEST_CASE("one seed gives the same losses, another one others") {
  const auto losses = [](std::uint64_t seed) {
    TrainOptions o = short_training(8);
    o.seed = seed;
    return train(*small_net("bn"), small_data().train, o).losses;
  };
  CHECK(losses(1).size() == 5);
  CHECK(losses(1) == losses(1));
  CHECK(losses(1) != losses(2));
}

TEST_CASE("order and augmentation change the training, prefetching does not, and none the evaluation") {
  const auto losses = [](const TrainOptions& o) {
    return train(*small_net("bn"), small_data().train, o).losses;
  };
  TrainOptions plain = short_training(8), ordered = plain, augmented = plain;
  ordered.sampler = class_per_batch;
  augmented.augmentation.shift = 1;
  augmented.augmentation.noise = 0.2;
  const auto expected = losses(augmented);
  CHECK(losses(augmented) == expected);
  CHECK(losses(plain) != expected);
  CHECK(losses(ordered) != losses(plain));
  augmented.prefetch = 2;
  CHECK(losses(augmented) == expected);
  augmented.augmentation.flip = -1;
  CHECK(contains(error_of([&] { losses(augmented); }), "flip"));
}

TEST_CASE("normalization batches of one class: batch norm is lost at evaluation, group norm is not") {
  const auto error = [](const char* norm, const Sampler& sampler) {
    TrainOptions o;
    o.steps = 150;
    o.norm_batch = 4;
    o.sampler = sampler;
    const auto net = small_net(norm);
    train(*net, small_data().train, o);
    return evaluate(*net, small_data().test).error;
  };
  const double bn = error("bn", class_per_batch), gn = error("gn:c8", class_per_batch);
  const double usual = error("bn", shuffled);
  CAPTURE(bn, gn, usual);  // 69.7, 35.3 and 21.7; with another seed 79.2, 26.2 and 20.7
  CHECK(bn > 55);
  CHECK(gn < 45);
  CHECK(usual < 30);
}

TEST_CASE("the callback counts the steps, and the first loss is that of guessing") {
  std::vector<std::size_t> steps;
  const auto record = train(*small_net("bn"), small_data().train, short_training(),
                            [&](std::size_t step) { steps.push_back(step); });
  CHECK(steps == std::vector<std::size_t>{1, 2, 3, 4, 5});
  CHECK_FALSE(record.diverged);
  CHECK(record.losses[0] > 0.5 * std::log(10));
  CHECK(record.losses[0] < 3 * std::log(10));
  CHECK(record.seconds > 0);
  CHECK(record.images_per_second == Approx(5 * 32 / record.seconds));
}

TEST_CASE("a training that diverges is recorded and stops there") {
  TrainOptions o = short_training();
  o.steps = 50;
  o.lr = 1e9;
  const auto net = small_net("none");
  const auto record = train(*net, small_data().train, o);
  CHECK(record.diverged);
  CHECK(record.losses.size() < 50);
  CHECK_FALSE(std::isfinite(record.losses.back()));
  for (std::size_t i = 0; i + 1 < record.losses.size(); ++i) CHECK(std::isfinite(record.losses[i]));
  CHECK(evaluate(*net, small_data().test).error >= 0);
}

TEST_CASE("a training in which a batch norm overflows has diverged, too") {
  TrainOptions o = short_training();
  o.lr = 1e22;
  const auto net = small_net("bn");
  Trainer trainer(*net, small_data().train, o);
  CHECK(std::isfinite(trainer.step()));
  CHECK_THROWS_AS(trainer.step(), gg::NotFinite);
  const auto record = train(*small_net("bn"), small_data().train, o);
  CHECK(record.diverged);
  CHECK(record.losses.size() == 2);
  CHECK(std::isinf(record.losses.back()));
}

TEST_CASE("no steps leave the net as it was") {
  TrainOptions o = short_training();
  o.steps = 0;
  const auto net = small_net("bn"), other = small_net("bn");
  const auto record = train(*net, small_data().train, o);
  CHECK(record.losses.empty());
  CHECK_FALSE(record.diverged);
  CHECK(distance(*net, *other) == 0);
}

TEST_CASE("a normalization batch that does not divide the batch is refused") {
  for (std::size_t norm_batch : {0u, 5u, 64u}) {
    CHECK(contains(
        error_of([&] { train(*small_net("none"), small_data().train, short_training(norm_batch)); }),
        "expected the normalization batch to divide the batch 32, got " + std::to_string(norm_batch)));
  }
}

TEST_CASE("evaluation changes nothing, records nothing and puts the mode back") {
  const auto net = small_net("bn");
  train(*net, small_data().train, short_training());
  const auto before = net->state_dict();
  std::size_t recorded = 0;
  net->register_forward_hook([&](gg::Module& module, const gg::Tensor&, const gg::Tensor& y) {
    CHECK_FALSE(module.training());
    recorded += y.requires_grad();
    return gg::Tensor();
  });
  for (bool training : {true, false}) {
    net->train(training);
    const Evaluation first = evaluate(*net, small_data().test), second = evaluate(*net, small_data().test);
    CHECK(net->training() == training);
    CHECK(first.error == second.error);
    CHECK(first.loss == second.loss);
  }
  CHECK(recorded == 0);
  const auto after = net->state_dict();
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    INFO(after[i].first);
    CHECK(after[i].second.to_vector() == before[i].second.to_vector());
  }
}

TEST_CASE("evaluation counts every image once, also in a short last batch") {
  Images images = small_data().test;
  const std::size_t size = images.image_size();
  images.count = 130;
  images.pixels.resize(130 * size);
  images.labels.resize(130);
  const auto net = small_net("gn:c8");
  const Evaluation all = evaluate(*net, images);
  std::size_t wrong = 0;
  double loss = 0;
  for (std::size_t i = 0; i < images.count; ++i) {
    Images one = images;
    one.count = 1;
    one.pixels.assign(images.pixels.begin() + static_cast<long>(i * size),
                      images.pixels.begin() + static_cast<long>((i + 1) * size));
    one.labels = {images.labels[i]};
    const Evaluation single = evaluate(*net, one);
    wrong += single.error > 50;
    loss += single.loss / 130;
  }
  CHECK(all.error == Approx(100.0 * static_cast<double>(wrong) / 130));
  CHECK(all.loss == Approx(loss).epsilon(1e-4));
  images.count = 0;
  images.pixels.clear();
  images.labels.clear();
  CHECK_THROWS_AS(evaluate(*net, images), gg::Error);
}

TEST_CASE("the small net learns the glyphs from a fixed seed") {
  const auto net = small_net("gn:c8");
  CHECK(evaluate(*net, small_data().test).error > 70);
  const auto record = train(*net, small_data().train, TrainOptions());
  CHECK(record.losses.size() == 300);
  const Evaluation end = evaluate(*net, small_data().test);
  CHECK(end.error < 20);  // 14.5 +- 0.5 over seeds
  CHECK(end.loss < 0.8);
}
