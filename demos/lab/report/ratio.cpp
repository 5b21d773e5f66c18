#include "demos/lab/report/ratio.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/verdict_clause.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::vector<double> logarithms(const std::vector<double>& values) {
  std::vector<double> out;
  for (double value : values) {
    GG_CHECK(std::isfinite(value) && value > 0,
             "ratio: expected finite values above 0, whose logarithms can be compared, got ", value);
    out.push_back(std::log(value));
  }
  return out;
}

}  // namespace

double geometric_mean(const std::vector<double>& values) { return std::exp(mean(logarithms(values))); }

Comparison compare_ratio(const Group& from, const Group& to) {
  return compare(Group{from.name, logarithms(from.values), from.failed},
                 Group{to.name, logarithms(to.values), to.failed});
}

std::string ratio_text(const Group& from, const Group& to, const std::string& suffix) {
  for (const Group* group : {&to, &from}) {
    if (group->values.empty()) return absence_text(*group);
  }
  const Comparison c = compare_ratio(from, to);
  const auto mean_text = [&](const Group& group) {
    return group.name + " " + significant(geometric_mean(group.values)) + suffix;
  };
  const std::string d = c.d ? "d = " + with_sign(*c.d, 1) + " of the logarithms, " : "";
  return mean_text(to) + " against " + mean_text(from) + " " + verdict_clause(c.verdict) + " (factor " +
         significant(std::exp(c.difference())) + ", " + d + seeds_text(c) + ")";
}

std::string ratio_cell(const std::vector<double>& values) {
  if (values.empty()) return "-";
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const std::string middle = significant(geometric_mean(values));
  if (values.size() == 1) return middle;
  return middle + " (" + significant(*low) + " to " + significant(*high) + ")";
}

}  // namespace gg::lab
