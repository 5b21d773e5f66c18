#include "notebooks/show/bundle.hpp"

#include <random>

#include "core/check.hpp"
#include "demos/lab/chart/svg.hpp"

namespace gg::show {

std::string notebook_svg(const std::string& document) {
  static const unsigned session = std::random_device()();  // a notebook keeps pictures of earlier ones
  static std::size_t count = 0;
  const std::size_t begin = document.find("<svg");
  GG_CHECK(begin != std::string::npos, "notebook_svg: expected a document with an <svg> element, got ",
           document.size(), " bytes without one");
  return lab::inline_svg(document.substr(begin),
                         "p" + std::to_string(session) + "n" + std::to_string(count++));
}

}  // namespace gg::show
