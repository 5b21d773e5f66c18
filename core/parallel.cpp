#include "core/parallel.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "core/check.hpp"

namespace gg {
namespace {

constexpr std::size_t kMostThreads = 1024;
// A thread looks so often before it sleeps, for some hundred microseconds in all: the next kernel is often
// nearer than that, and to wake takes longer than many kernels.
constexpr int kSpins = 8000;

// Between two looks. Now and then the core goes to another thread that may be waiting for it, perhaps the one
// that this one waits for.
void pause_a_moment(int spin) {
  if (spin % 64 == 63) std::this_thread::yield();
#ifdef __x86_64__
  __builtin_ia32_pause();
#endif
}

// Threads that wait for work; the caller of run() works, too.
class Pool {
 public:
  explicit Pool(std::size_t threads) {
    try {
      for (std::size_t i = 1; i < threads; ++i) workers_.emplace_back([this, i] { work(i); });
    } catch (const std::system_error& error) {
      const std::size_t started = workers_.size() + 1;
      end();
      fail_with("set_num_threads: could start only ", started, " of ", threads, " threads: ", error.what());
    }
  }

  ~Pool() { end(); }

  std::size_t size() const { return workers_.size() + 1; }

  // Part i of `parts` is range [count i / parts, count (i + 1) / parts).
  void run(std::size_t count, std::size_t parts, const void* f, detail::Part part) {
    {
      const std::lock_guard lock(mutex_);
      task_ = {count, parts, f, part};
      failure_ = nullptr;
      pending_.store(workers_.size(), std::memory_order_relaxed);
      ++round_;
    }
    wake_.notify_all();
    do_part(0);
    for (int spin = 0; pending_.load(std::memory_order_acquire) > 0; ++spin) {
      if (spin < kSpins) {
        pause_a_moment(spin);
        continue;
      }
      std::unique_lock lock(mutex_);
      done_.wait(lock, [&] { return pending_.load(std::memory_order_acquire) == 0; });
    }
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void end() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
      ++round_;
    }
    wake_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }

  struct Task {
    std::size_t count, parts;
    const void* f;
    detail::Part part;
  };

  void do_part(std::size_t i) {
    if (i >= task_.parts) return;
    try {
      task_.part(task_.f, task_.count * i / task_.parts, task_.count * (i + 1) / task_.parts);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
    }
  }

  void work(std::size_t i);

  std::vector<std::thread> workers_;
  std::mutex mutex_;
  std::condition_variable wake_, done_;
  std::atomic<std::size_t> round_{0}, pending_{0};
  bool stop_ = false;
  Task task_{};
  std::exception_ptr failure_;
};

thread_local bool inside_part = false;

void Pool::work(std::size_t i) {
  inside_part = true;
  for (std::size_t seen = 0;;) {
    for (int spin = 0; spin < kSpins && round_.load(std::memory_order_acquire) == seen; ++spin)
      pause_a_moment(spin);
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return round_.load(std::memory_order_relaxed) != seen; });
      seen = round_.load(std::memory_order_relaxed);
      if (stop_) return;
    }
    do_part(i);
    if (pending_.fetch_sub(1, std::memory_order_acq_rel) > 1) continue;
    const std::lock_guard lock(mutex_);  // or the caller could miss this between its look and its sleep
    done_.notify_one();
  }
}

std::size_t initial_threads() {
  const char* variable = std::getenv("GROUPGRAD_NUM_THREADS");
  if (!variable || !*variable) return 1;
  char* end = nullptr;
  const unsigned long count = std::strtoul(variable, &end, 10);
  GG_CHECK(*end == 0 && count >= 1 && count <= kMostThreads, "GROUPGRAD_NUM_THREADS: expected 1 to ",
           kMostThreads, " threads, got \"", variable, "\"");
  return count;
}

// The process's threads. A child that was forked has none of them, so it begins with none.
struct Threads {
  std::atomic<std::size_t> count{initial_threads()};
  std::unique_ptr<Pool> pool;  // made at its first use
  std::mutex in_use;

  Threads() { ::pthread_atfork(nullptr, nullptr, forget); }
  static void forget();
};

Threads& threads() {
  static Threads threads;
  return threads;
}

void Threads::forget() {
  static_cast<void>(threads().pool.release());
  new (&threads().in_use) std::mutex;  // another thread may have held it, and is not here to give it back
  threads().count = 1;
}

}  // namespace

void set_num_threads(std::size_t count) {
  GG_CHECK(count >= 1 && count <= kMostThreads, "set_num_threads: expected 1 to ", kMostThreads,
           " threads, got ", count);
  GG_CHECK(!inside_part,
           "set_num_threads: called from within a kernel's part of parallel_for; expected a call between "
           "kernels");
  Threads& all = threads();
  const std::lock_guard lock(all.in_use);
  all.count = count;
  if (all.pool && count > 1 && all.pool->size() != count) all.pool.reset();  // with 1 it only sleeps
}

std::size_t num_threads() { return threads().count; }

void detail::run_parts(std::size_t count, std::size_t least, const void* f, Part part) {
  if (count == 0) return;
  const std::size_t most_parts = std::max<std::size_t>(count / std::max<std::size_t>(least, 1), 1);
  if (most_parts > 1 && !inside_part && num_threads() > 1) {
    Threads& all = threads();
    std::unique_lock lock(all.in_use, std::try_to_lock);
    if (lock.owns_lock()) {
      if (!all.pool) all.pool = std::make_unique<Pool>(all.count);
      inside_part = true;
      struct Leave {
        ~Leave() { inside_part = false; }
      } leave;
      return all.pool->run(count, std::min(all.count.load(), most_parts), f, part);
    }
  }
  part(f, 0, count);
}

}  // namespace gg
