#include "notebooks/show/module.hpp"

#include <cmath>
#include <sstream>

#include "demos/lab/text.hpp"
#include "notebooks/show/html.hpp"

namespace gg::show {
namespace {

struct Moments {
  double mean = 0, deviation = 0;
};

Moments moments(const Tensor& x) {
  Moments result;
  const auto n = static_cast<double>(x.numel());
  for (std::size_t i = 0; i < x.numel(); ++i) result.mean += static_cast<double>(x.data()[i]) / n;
  for (std::size_t i = 0; i < x.numel(); ++i) {
    const double distance = static_cast<double>(x.data()[i]) - result.mean;
    result.deviation += distance * distance / n;
  }
  result.deviation = std::sqrt(result.deviation);
  return result;
}

}  // namespace

Bundle bundle(const Module& module) {
  std::vector<std::vector<std::string>> rows{{"parameter", "shape", "numbers", "mean", "deviation"}};
  for (const auto& [name, parameter] : module.named_parameters()) {
    const Moments of = moments(parameter);
    rows.push_back({name, text(parameter.shape()),
                    lab::with_separators(static_cast<double>(parameter.numel())), lab::fixed(of.mean, 4),
                    lab::fixed(of.deviation, 4)});
  }
  rows.push_back({"all", "", lab::with_separators(static_cast<double>(module.num_parameters())), "", ""});
  std::ostringstream plain;
  plain << module;
  return {{"text/plain", plain.str()}, {"text/html", html_table(rows, module.describe())}};
}

}  // namespace gg::show
