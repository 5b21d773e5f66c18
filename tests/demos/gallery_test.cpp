#include "tests/demos/gallery.hpp"

#include <cstdlib>

#include "tests/catch.hpp"

// For looking, and for the browser test: with GROUPGRAD_GALLERY set to a folder, a report there, and a
// picture of one chart of every kind.
TEST_CASE("gallery", "[.gallery]") {
  using namespace gg::lab;
  const char* folder = std::getenv("GROUPGRAD_GALLERY");
  REQUIRE(folder != nullptr);
  Report report;
  report.title = "Every kind of chart";
  report.question = "Do they look as they should? The numbers are made up.";
  report.findings = {"None: nothing was measured here."};
  report.charts = gallery::charts();
  report.tables = {
      {"A table", {"norm", "batch 32", "batch 2"}, {{"bn", "5.17", "12.30"}, {"gn:c8", "5.40", "5.41"}}}};
  report.settings = {{"model", "none"}, {"seeds", 0}};
  report.command = "lab '[.gallery]'";
  report.date = "2024-05-31 17:05";
  report.revision = "80eb3f3";
  write_report(report, folder);
  for (const auto& item : report.charts) {
    save_chart(item.chart, std::filesystem::path(folder) / (item.name + ".png"), item.canvas);
  }
}
