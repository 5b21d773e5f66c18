#include "demos/lab/data/loader.hpp"

#include <algorithm>
#include <numeric>

#include "core/check.hpp"
#include "core/random.hpp"

namespace gg::lab {
namespace {

constexpr std::uint64_t kLoaderStream = 0x6c6f;

}  // namespace

Loader::Loader(const Images& images, LoaderOptions options) : images_(&images), options_(options) {
  GG_CHECK(options.batch > 0, "Loader: expected a batch of at least 1, got 0");
  GG_CHECK(images.count > 0, "Loader: the set has no images");
  GG_CHECK(images.labels.size() == images.count && images.pixels.size() == images.count * images.image_size(),
           "Loader: ", images.count, " images of size ", images.image_size(), " came with ",
           images.pixels.size(), " pixels and ", images.labels.size(), " labels");
  GG_CHECK(!options.drop_last || options.batch <= images.count, "Loader: a batch of ", options.batch,
           " is larger than the set of ", images.count, " images, and drop_last would leave nothing");
  begin_epoch(0);
}

void Loader::begin_epoch(std::size_t epoch) {
  epoch_ = epoch;
  position_ = 0;
  order_.resize(images_->count);
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  // The seed is drawn through a stream of its own, so that no epoch meets the numbers of another use of it.
  if (options_.shuffle) Random(Random(options_.seed, kLoaderStream).next(), epoch).shuffle(order_);
}

std::optional<Batch> Loader::next() {
  const std::size_t n = std::min(options_.batch, order_.size() - position_);
  if (n == 0 || (options_.drop_last && n < options_.batch)) return std::nullopt;

  const std::size_t size = images_->image_size();
  Batch batch{{n, images_->channels, images_->height, images_->width}, {}, {}};
  batch.pixels.resize(n * size);
  batch.labels.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t k = order_[position_ + i];
    std::copy_n(images_->pixels.data() + k * size, size, batch.pixels.data() + i * size);
    batch.labels.push_back(images_->labels[k]);
  }
  position_ += n;
  return batch;
}

Batch Loader::next_endless() {
  if (auto batch = next()) return *std::move(batch);
  begin_epoch(epoch_ + 1);
  return *next();
}

std::size_t Loader::batches_per_epoch() const {
  const std::size_t full = images_->count / options_.batch;
  return full + (!options_.drop_last && full * options_.batch < images_->count);
}

}  // namespace gg::lab
