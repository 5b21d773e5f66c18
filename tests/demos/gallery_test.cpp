#include "tests/demos/gallery.hpp"

#include <cstdlib>

#include "demos/lab/chart/gnuplot.hpp"
#include "tests/catch.hpp"

// For looking: GROUPGRAD_GALLERY=folder lab "[.gallery]" draws one chart of every kind.
TEST_CASE("gallery", "[.gallery]") {
  const char* folder = std::getenv("GROUPGRAD_GALLERY");
  REQUIRE(folder != nullptr);
  for (const auto& item : gallery::charts()) {
    for (const char* ending : {".svg", ".png"}) {
      save_chart(item.chart, std::filesystem::path(folder) / (item.name + ending), item.canvas);
    }
  }
}
