#include <algorithm>
#include <cmath>
#include <vector>

std::vector<double> percentiles(const std::vector<double>& values, const std::vector<double>& percents) {
  (void)values, (void)percents;
  gg::check::not_written();
}
