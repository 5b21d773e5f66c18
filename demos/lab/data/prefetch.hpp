// Batches prepared in the background while the net is busy with the one before.
//
//   Loader loader(data.train, {32, seed});
//   Prefetch batches([&] { return loader.next(); });
//   while (auto batch = batches.next()) step(*batch);
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "demos/lab/data/loader.hpp"

namespace gg::lab {

class Prefetch {
 public:
  // Gives the next batch, or nothing at the end. Called on a thread of its own, one call after the other.
  using Source = std::function<std::optional<Batch>()>;

  // Starts to call `source` at once and keeps at most `ahead` batches waiting. What the source refers to must
  // outlive this, and nobody else may use it meanwhile. Throws if there is no source or `ahead` is 0.
  explicit Prefetch(Source source, std::size_t ahead = 2);

  // Waits for the call of the source that is going on, if any, and drops what was not taken.
  ~Prefetch();
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;

  // The batches of the source in their order, then nothing, again and again. Waits for a batch that is not
  // ready. If the source throws, so does this once the batches before are taken, again and again.
  std::optional<Batch> next();

 private:
  void work();

  const Source source_;
  const std::size_t ahead_;
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<Batch> ready_;
  bool finished_ = false, stopping_ = false;
  std::exception_ptr fault_;
  std::thread worker_;  // last, so that it starts when all above is there
};

}  // namespace gg::lab
