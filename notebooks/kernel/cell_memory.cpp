#include "notebooks/kernel/cell_memory.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kernel {
namespace {

struct Range {
  std::uintptr_t begin, end;
};

constexpr std::size_t most_ranges = 8192;
std::array<Range, most_ranges> locked;  // no allocation in a signal handler
std::size_t locked_count = 0;

// One line of /proc/self/maps: "7f00-7f10 r-xp 00000000 00:00 0     name".
struct Line {
  Range range{};
  bool executable = false, file = false;
};

std::uintptr_t hex(const char*& at) {
  std::uintptr_t value = 0;
  for (;; ++at) {
    if (*at >= '0' && *at <= '9') {
      value = value * 16 + static_cast<std::uintptr_t>(*at - '0');
    } else if (*at >= 'a' && *at <= 'f') {
      value = value * 16 + static_cast<std::uintptr_t>(*at - 'a' + 10);
    } else {
      return value;
    }
  }
}

Line parse(const char* at) {
  Line line;
  line.range.begin = hex(at);
  ++at;
  line.range.end = hex(at);
  line.executable = at[3] == 'x';
  for (at += 5; *at != '\0'; ++at) line.file = line.file || *at == '/' || *at == '[';
  return line;
}

template <class F>
void for_each_cell_range(F&& f) {
  const int before = errno;
  const int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  std::array<char, 512> line{};
  std::array<char, 4096> block{};
  std::size_t length = 0;
  ssize_t n = 0;
  while (file >= 0 && (n = read(file, block.data(), block.size())) > 0) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
      if (block[i] != '\n') {
        if (length + 1 < line.size()) line[length++] = block[i];
        continue;
      }
      line[length] = '\0';
      const Line parsed = parse(line.data());
      if (parsed.executable && !parsed.file) f(parsed.range);
      length = 0;
    }
  }
  if (file >= 0) close(file);
  errno = before;
}

void protect(const Range& range, int how) {
  mprotect(reinterpret_cast<void*>(range.begin), range.end - range.begin, how);
}

}  // namespace

bool in_cell_code(std::uintptr_t address) {
  for (std::size_t i = 0; i < locked_count; ++i) {
    if (address >= locked[i].begin && address < locked[i].end) return true;
  }
  bool found = false;
  for_each_cell_range(
      [&](const Range& range) { found = found || (address >= range.begin && address < range.end); });
  return found;
}

void lock_cell_code() {
  if (locked_count > 0) return;
  for_each_cell_range([](const Range& range) {
    if (locked_count < locked.size()) locked[locked_count++] = range;
  });
  for (std::size_t i = 0; i < locked_count; ++i) protect(locked[i], PROT_READ);
}

void unlock_cell_code() {
  for (std::size_t i = 0; i < locked_count; ++i) protect(locked[i], PROT_READ | PROT_EXEC);
  locked_count = 0;
}

}  // namespace kernel
