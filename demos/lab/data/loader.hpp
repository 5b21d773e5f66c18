// Batches of a data set, in a new order every epoch, changed at random if asked for.
//
//   Loader loader(data.train, {32, seed});  // shuffled; {32, seed, class_per_batch} for another order
//   for (std::size_t epoch = 0; epoch < 10; ++epoch) {
//     loader.begin_epoch(epoch);
//     while (auto batch = loader.next()) step(*batch);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "demos/lab/data/augmentation.hpp"
#include "demos/lab/data/dataset.hpp"
#include "demos/lab/data/samplers.hpp"

namespace gg::lab {

struct Batch {
  std::vector<std::size_t> shape;   // (n, channels, height, width)
  std::vector<float> pixels;        // that many
  std::vector<std::size_t> labels;  // (n)
};

struct LoaderOptions {
  std::size_t batch = 32;
  std::uint64_t seed = 0;
  Sampler sampler = shuffled;  // the order; sequential for evaluation
  bool drop_last = false;      // leave out every batch that is short: of class_per_batch one a class, or none
  Augmentation augmentation = {};  // for training; none by default
};

class Loader {
 public:
  // Keeps a reference to the images, which must outlive it; stands at the beginning of epoch 0. Throws if
  // the batch is 0, if the set is empty or its sizes disagree, if drop_last would leave nothing, if the
  // sampler gives no batch, an empty one or an image that is not there, and what check_augmentation throws.
  explicit Loader(const Images& images, LoaderOptions options = {});
  Loader(Images&&, LoaderOptions = {}) = delete;

  // Goes to the beginning of an epoch. Its order depends only on the seed and the epoch's number, and what
  // becomes of an image only on these and the image's number.
  void begin_epoch(std::size_t epoch);

  // The next batch, or nothing at the end of the epoch.
  std::optional<Batch> next();

  // For training by a number of steps: like next(), but goes on with the following epoch.
  Batch next_endless();

  std::size_t epoch() const { return epoch_; }
  std::size_t batches_per_epoch() const { return batches_.size(); }

 private:
  void check_batches() const;

  const Images* images_;
  LoaderOptions options_;
  Batches batches_;
  std::size_t epoch_ = 0, position_ = 0;
  std::uint64_t changes_ = 0;  // the seed of this epoch's augmentation
};

}  // namespace gg::lab
