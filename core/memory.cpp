#include "core/memory.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "core/check.hpp"

namespace gg {
namespace {

// Sanitizers must see each block freed, or they miss its use afterwards.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kRecycle = false;
#elif defined(__has_feature)
constexpr bool kRecycle = !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);
#else
constexpr bool kRecycle = true;
#endif

constexpr std::size_t kClasses = 4 * 64;
constexpr std::size_t kMostIdleBytes = std::size_t{1} << 30;  // what one thread may hold for later

struct SizeClass {
  std::size_t index, bytes;
};

// Four classes between each power of two and the next.
SizeClass size_class(std::size_t bytes) {
  std::size_t quarter = kAlignment / 4, index = 0;
  while (4 * quarter < bytes) {
    if (8 * quarter >= bytes) {
      const std::size_t steps = (bytes + quarter - 1) / quarter;
      return {index + steps - 4, steps * quarter};
    }
    quarter *= 2;
    index += 4;
  }
  return {index, 4 * quarter};
}

constexpr std::size_t kObjectStep = 16;
constexpr std::size_t kObjectClasses = kLargestObject / kObjectStep + 1;

struct Cache {
  std::array<std::vector<void*>, kClasses> free;
  std::array<std::vector<void*>, kObjectClasses> objects;
  std::size_t idle_bytes = 0;

  ~Cache() {
    release_cached_memory();
    alive = false;
  }
  static thread_local bool alive;  // tensors with static storage outlive the cache
};
thread_local bool Cache::alive = true;

thread_local std::size_t acquired = 0;

Cache& cache() {
  thread_local Cache cache;
  return cache;
}

}  // namespace

void* acquire_memory(std::size_t bytes) {
  GG_CHECK(bytes < std::size_t{1} << 48, "memory: asked for ", bytes, " bytes, which no machine has");
  const auto [index, rounded] = size_class(bytes);
  acquired += rounded;
  if (kRecycle && Cache::alive) {
    auto& free = cache().free[index];
    if (!free.empty()) {
      void* block = free.back();
      free.pop_back();
      cache().idle_bytes -= rounded;
      return block;
    }
  }
  const std::size_t whole_lines = (rounded + kAlignment - 1) / kAlignment * kAlignment;
  void* block = std::aligned_alloc(kAlignment, whole_lines);
  if (!block && release_cached_memory() > 0) block = std::aligned_alloc(kAlignment, whole_lines);
  GG_CHECK(block != nullptr, "memory: could not get ", rounded, " bytes from the system");
  return block;
}

void recycle_memory(void* block, std::size_t bytes) noexcept {
  const auto [index, rounded] = size_class(bytes);
  if (kRecycle && Cache::alive && cache().idle_bytes + rounded <= kMostIdleBytes) {
    cache().free[index].push_back(block);
    cache().idle_bytes += rounded;
  } else {
    std::free(block);
  }
}

std::size_t acquired_bytes() noexcept { return acquired; }

void* acquire_object(std::size_t bytes) {
  const std::size_t index = (bytes + kObjectStep - 1) / kObjectStep;
  if (kRecycle && bytes <= kLargestObject && Cache::alive) {
    auto& free = cache().objects[index];
    if (!free.empty()) {
      void* block = free.back();
      free.pop_back();
      cache().idle_bytes -= index * kObjectStep;
      return block;
    }
  }
  const std::size_t rounded = std::max<std::size_t>(index, 1) * kObjectStep;
  void* block = std::malloc(rounded);
  if (!block && release_cached_memory() > 0) block = std::malloc(rounded);
  GG_CHECK(block != nullptr, "memory: could not get ", bytes, " bytes from the system");
  return block;
}

void recycle_object(void* block, std::size_t bytes) noexcept {
  const std::size_t index = (bytes + kObjectStep - 1) / kObjectStep;
  if (kRecycle && bytes <= kLargestObject && Cache::alive &&
      cache().idle_bytes + index * kObjectStep <= kMostIdleBytes) {
    cache().objects[index].push_back(block);
    cache().idle_bytes += index * kObjectStep;
  } else {
    std::free(block);
  }
}

std::size_t release_cached_memory() noexcept {
  std::size_t released = 0;
  if (!Cache::alive) return released;
  auto& lists = cache().free;
  for (std::size_t index = 0; index < lists.size(); ++index) {
    const std::size_t bytes = (kAlignment / 4 << index / 4) * (4 + index % 4);
    for (void* block : lists[index]) {
      std::free(block);
      released += bytes;
    }
    lists[index].clear();
  }
  for (std::size_t index = 0; index < kObjectClasses; ++index) {
    for (void* block : cache().objects[index]) {
      std::free(block);
      released += index * kObjectStep;
    }
    cache().objects[index].clear();
  }
  cache().idle_bytes = 0;
  return released;
}

}  // namespace gg
