#include <algorithm>
#include <cmath>
#include <vector>

std::vector<double> percentiles(const std::vector<double>& values, const std::vector<double>& percents) {
  std::vector<double> sorted = values, result;
  std::sort(sorted.begin(), sorted.end());
  for (const double percent : percents) {
    const double rank = percent / 100 * static_cast<double>(sorted.size() - 1);
    result.push_back(sorted[static_cast<std::size_t>(std::round(rank))]);
  }
  return result;
}
