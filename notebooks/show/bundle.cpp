#include "notebooks/show/bundle.hpp"

#include <random>

#include "demos/lab/chart/svg.hpp"

namespace gg::show {

std::string notebook_svg(const std::string& document) {
  static const unsigned session = std::random_device()();  // a notebook keeps pictures of earlier ones
  static std::size_t count = 0;
  return lab::inline_svg(document, "p" + std::to_string(session) + "n" + std::to_string(count++));
}

}  // namespace gg::show
