#include "demos/lab/chart/labels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// Neighbours that had to be moved together: their common offset is the mean of what each would like.
struct Block {
  double wish;
  std::size_t count;
};

// The non-decreasing sequence nearest to `wishes` (pool adjacent violators).
std::vector<double> nearest_growing(const std::vector<double>& wishes) {
  std::vector<Block> blocks;
  for (double wish : wishes) {
    blocks.push_back({wish, 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].wish > blocks.back().wish) {
      const Block last = blocks.back();
      blocks.pop_back();
      Block& previous = blocks.back();
      const auto n = static_cast<double>(previous.count), m = static_cast<double>(last.count);
      previous = {(previous.wish * n + last.wish * m) / (n + m), previous.count + last.count};
    }
  }
  std::vector<double> out;
  for (const auto& block : blocks) out.insert(out.end(), block.count, block.wish);
  return out;
}

}  // namespace

std::vector<double> spread(const std::vector<double>& positions, double gap, double low, double high) {
  if (positions.empty()) return {};
  const std::size_t n = positions.size();
  if (n > 1) gap = std::min(gap, (high - low) / static_cast<double>(n - 1));
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return positions[a] < positions[b]; });
  // With i gaps taken off, "at least a gap apart" becomes "not decreasing".
  std::vector<double> wishes(n);
  for (std::size_t i = 0; i < n; ++i) wishes[i] = positions[order[i]] - gap * static_cast<double>(i);
  const auto moved = nearest_growing(wishes);
  const double highest = high - gap * static_cast<double>(n - 1);
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    out[order[i]] = std::clamp(moved[i], low, std::max(low, highest)) + gap * static_cast<double>(i);
  }
  return out;
}

std::string three_digits(double value) {
  const double size = std::abs(value);
  if (size >= 1000 && size < 1e6) return with_separators(value);
  char number[32];
  std::snprintf(number, sizeof number, "%.3g", value);
  return number;
}

}  // namespace gg::lab
