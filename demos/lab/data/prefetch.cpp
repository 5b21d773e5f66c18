#include "demos/lab/data/prefetch.hpp"

#include <utility>

#include "core/check.hpp"

namespace gg::lab {

Prefetch::Prefetch(Source source, std::size_t ahead) : source_(std::move(source)), ahead_(ahead) {
  GG_CHECK(source_, "Prefetch: expected a source of batches, got an empty function");
  GG_CHECK(ahead_ > 0, "Prefetch: expected at least 1 batch ahead, got 0");
  worker_ = std::thread([this] { work(); });
}

Prefetch::~Prefetch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  worker_.join();
}

void Prefetch::work() {
  for (bool more = true; more;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || ready_.size() < ahead_; });
      if (stopping_) return;
    }
    std::optional<Batch> batch;
    std::exception_ptr fault;
    try {
      batch = source_();
    } catch (...) {
      fault = std::current_exception();
    }
    more = batch.has_value();
    {
      const std::lock_guard lock(mutex_);
      if (more) ready_.push_back(*std::move(batch));
      finished_ = !more;
      fault_ = std::move(fault);
    }
    changed_.notify_all();
  }
}

std::optional<Batch> Prefetch::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return finished_ || !ready_.empty(); });
  if (ready_.empty()) {
    if (fault_) std::rethrow_exception(fault_);
    return std::nullopt;
  }
  Batch batch = std::move(ready_.front());
  ready_.pop_front();
  lock.unlock();
  changed_.notify_all();
  return batch;
}

}  // namespace gg::lab
