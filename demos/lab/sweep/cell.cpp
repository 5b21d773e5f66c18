#include "demos/lab/sweep/cell.hpp"

namespace gg::lab {

std::string Cell::name() const {
  std::string out;
  for (const auto& [key, value] : coordinates.items()) {
    out +=
        (out.empty() ? "" : ", ") + (value.is_string() ? value.get<std::string>() : key + " " + value.dump());
  }
  return out;
}

}  // namespace gg::lab
