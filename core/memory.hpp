// Recycled, aligned storage for arrays. (A tensor of at most 16 bytes carries its numbers itself.)
//
// Touching fresh memory costs more than most kernels do with it (1.8 us a page), and the C library hands
// large blocks back to the system at every free. So freed blocks wait in lists by size, one set of lists a
// thread, and a training step in its steady state takes no page faults. Sizes are rounded up to a quarter of
// a power of two; a thread holds at most 1 GiB for later.
#pragma once

#include <cstddef>

namespace gg {

constexpr std::size_t kAlignment = 64;  // bytes: a cache line, and the widest vector register

// At least `bytes` of uninitialized memory, aligned to kAlignment; throws Error when there is none to be had.
void* acquire_memory(std::size_t bytes);

// Gives back what acquire_memory(bytes) returned.
void recycle_memory(void* block, std::size_t bytes) noexcept;

// Returns what this thread holds for later use to the system, and says how many bytes that were.
std::size_t release_cached_memory() noexcept;

// How many bytes this thread has acquired so far, recycled or new.
std::size_t acquired_bytes() noexcept;

// The same for small objects, which are many and need no alignment but the usual: lists by size, in steps of
// 16 bytes up to kLargestObject; larger ones come from the C library each time.
constexpr std::size_t kLargestObject = 512;
void* acquire_object(std::size_t bytes);
void recycle_object(void* block, std::size_t bytes) noexcept;

// For standard pointers, as an allocator: std::allocate_shared<T>(Recycled<T>()).
template <class T>
struct Recycled {
  using value_type = T;  // what it allocates
  Recycled() = default;
  // From that of another type, as standard pointers need it.
  template <class U>
  Recycled(const Recycled<U>&) {}

  // Memory for n of them.
  T* allocate(std::size_t n) { return static_cast<T*>(acquire_object(n * sizeof(T))); }
  // Gives back what allocate(n) gave.
  void deallocate(T* block, std::size_t n) noexcept { recycle_object(block, n * sizeof(T)); }
};

// All are alike.
template <class T, class U>
bool operator==(const Recycled<T>&, const Recycled<U>&) {
  return true;
}
template <class T, class U>
bool operator!=(const Recycled<T>&, const Recycled<U>&) {
  return false;
}

// A block that is given back at the end of its scope.
class Buffer {
 public:
  explicit Buffer(std::size_t bytes) : bytes_(bytes), data_(acquire_memory(bytes)) {}
  ~Buffer() { recycle_memory(data_, bytes_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  // Its memory as an array of T; nothing is initialized.
  template <class T>
  T* as() {
    return static_cast<T*>(data_);
  }

 private:
  std::size_t bytes_;
  void* data_;
};

}  // namespace gg
