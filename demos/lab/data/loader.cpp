#include "demos/lab/data/loader.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "core/random.hpp"

namespace gg::lab {
namespace {

constexpr std::uint64_t kLoaderStream = 0x6c6f, kAugmentStream = 0x6175;

// Each use of the seed draws from a stream of its own, so that none meets the numbers of another.
Random of_epoch(std::uint64_t seed, std::uint64_t use, std::size_t epoch) {
  return Random(Random(seed, use).next(), epoch);
}

}  // namespace

Loader::Loader(const Images& images, LoaderOptions options) : images_(&images), options_(std::move(options)) {
  GG_CHECK(options_.batch > 0, "Loader: expected a batch of at least 1, got 0");
  GG_CHECK(options_.sampler, "Loader: expected a sampler, got an empty function");
  GG_CHECK(images.count > 0, "Loader: the set has no images");
  GG_CHECK(images.labels.size() == images.count && images.pixels.size() == images.count * images.image_size(),
           "Loader: ", images.count, " images of size ", images.image_size(), " came with ",
           images.pixels.size(), " pixels and ", images.labels.size(), " labels");
  check_augmentation(images, options_.augmentation);
  begin_epoch(0);
}

void Loader::begin_epoch(std::size_t epoch) {
  epoch_ = epoch;
  position_ = 0;
  changes_ = of_epoch(options_.seed, kAugmentStream, epoch).next();
  Random order = of_epoch(options_.seed, kLoaderStream, epoch);
  batches_ = options_.sampler(images_->labels, options_.batch, order);
  check_batches();
  if (!options_.drop_last) return;
  std::size_t largest = 0;
  for (const auto& batch : batches_) largest = std::max(largest, batch.size());
  GG_CHECK(largest >= options_.batch, "Loader: drop_last would leave nothing: expected batches of ",
           options_.batch, " images, the largest has ", largest);
  const auto is_short = [this](const auto& batch) { return batch.size() < options_.batch; };
  batches_.erase(std::remove_if(batches_.begin(), batches_.end(), is_short), batches_.end());
}

void Loader::check_batches() const {
  GG_CHECK(!batches_.empty(), "Loader: the sampler gave no batch for ", images_->count, " images");
  for (const auto& batch : batches_) {
    GG_CHECK(!batch.empty(), "Loader: the sampler gave an empty batch");
    const std::size_t last = *std::max_element(batch.begin(), batch.end());
    GG_CHECK(last < images_->count, "Loader: the sampler gave image ", last, ", expected 0 to ",
             images_->count - 1);
  }
}

std::optional<Batch> Loader::next() {
  if (position_ == batches_.size()) return std::nullopt;
  const Indices& chosen = batches_[position_++];
  const std::size_t height = augmented_height(*images_, options_.augmentation),
                    width = augmented_width(*images_, options_.augmentation),
                    size = images_->channels * height * width;
  Batch batch{{chosen.size(), images_->channels, height, width}, {}, {}};
  batch.pixels.resize(chosen.size() * size);
  batch.labels.reserve(chosen.size());
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    Random random(changes_, chosen[i]);
    augment(*images_, chosen[i], options_.augmentation, random, batch.pixels.data() + i * size);
    batch.labels.push_back(images_->labels[chosen[i]]);
  }
  return batch;
}

Batch Loader::next_endless() {
  if (auto batch = next()) return *std::move(batch);
  begin_epoch(epoch_ + 1);
  return *next();
}

}  // namespace gg::lab
