#include "demos/lab/rounding.hpp"

#include <cstdio>
#include <cstdlib>

namespace gg::lab {

double rounded(double value, int digits) {
  char out[40];
  std::snprintf(out, sizeof out, "%.*g", digits, value);
  return std::strtod(out, nullptr);
}

Json rounded(const std::vector<double>& values, int digits) {
  Json list = Json::array();
  for (double value : values) list.push_back(rounded(value, digits));
  return list;
}

}  // namespace gg::lab
