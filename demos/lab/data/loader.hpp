// Batches of a data set, in a new order every epoch.
//
//   Loader loader(data.train, {32, seed});
//   for (std::size_t epoch = 0; epoch < 10; ++epoch) {
//     loader.begin_epoch(epoch);
//     while (auto batch = loader.next()) step(*batch);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

struct Batch {
  std::vector<std::size_t> shape;   // (n, channels, height, width)
  std::vector<float> pixels;        // that many
  std::vector<std::size_t> labels;  // (n)
};

struct LoaderOptions {
  std::size_t batch = 32;
  std::uint64_t seed = 0;
  bool shuffle = true;     // false: in the order of the set, for evaluation
  bool drop_last = false;  // leave out the last batch of an epoch if it is short
};

class Loader {
 public:
  // Keeps a reference to the images, which must outlive it; stands at the beginning of epoch 0. Throws if
  // the batch is 0, if the set is empty or its sizes disagree, or if the set is smaller than the one batch
  // that drop_last would leave.
  explicit Loader(const Images& images, LoaderOptions options = {});
  Loader(Images&&, LoaderOptions = {}) = delete;

  // Goes to the beginning of an epoch. Its order depends only on the seed and the epoch's number.
  void begin_epoch(std::size_t epoch);

  // The next batch, or nothing at the end of the epoch.
  std::optional<Batch> next();

  // For training by a number of steps: like next(), but goes on with the following epoch.
  Batch next_endless();

  std::size_t epoch() const { return epoch_; }
  std::size_t batches_per_epoch() const;

 private:
  const Images* images_;
  LoaderOptions options_;
  std::vector<std::size_t> order_;
  std::size_t epoch_ = 0, position_ = 0;
};

}  // namespace gg::lab
