#include "notebooks/show/lines.hpp"

#include <limits>

#include "tests/catch.hpp"
#include "tests/errors.hpp"

using gg::lab::Numbers;
using gg::lab::Texts;

TEST_CASE("lines puts curves one after the other, each point with its curve's name") {
  const gg::lab::Chart chart = gg::show::lines("Two curves", {"step"}, {"loss", gg::lab::Scale::log10},
                                               {{"a", {0, 1}, {3, 2}}, {"b", {5}, {4}}});
  gg::lab::check(chart);
  CHECK(chart.title == "Two curves");
  CHECK(chart.x.title == "step");
  CHECK(chart.y.scale == gg::lab::Scale::log10);
  REQUIRE(chart.columns.size() == 3);
  CHECK(std::get<Numbers>(chart.columns[0].values) == Numbers{0, 1, 5});
  CHECK(std::get<Numbers>(chart.columns[1].values) == Numbers{3, 2, 4});
  CHECK(std::get<Texts>(chart.columns[2].values) == Texts{"a", "a", "b"});
  const auto& mark = std::get<gg::lab::LineWithBand>(chart.mark);
  CHECK(mark.x == chart.columns[0].name);
  CHECK(mark.y == chart.columns[1].name);
  CHECK(mark.series == chart.columns[2].name);
}

TEST_CASE("lines leaves out what is not finite, with its x and its name") {
  const double infinity = std::numeric_limits<double>::infinity();
  const gg::lab::Chart chart = gg::show::lines(
      "", {"x"}, {"y"},
      {{"diverges", {0, 1, 2, 3}, {1, infinity, std::numeric_limits<double>::quiet_NaN(), 4}}});
  CHECK(std::get<Numbers>(chart.columns[0].values) == Numbers{0, 3});
  CHECK(std::get<Numbers>(chart.columns[1].values) == Numbers{1, 4});
  CHECK(std::get<Texts>(chart.columns[2].values).size() == 2);
}

TEST_CASE("lines names the curve whose x and y are not of one length") {
  const std::string words = error_of([] {
    gg::show::lines("", {"x"}, {"y"}, {{"good", {1}, {1}}, {"bad", {1, 2, 3}, {1}}});
  });
  CHECK(words == "lines: expected as many x as y, got 3 and 1 in the curve \"bad\"");
}
