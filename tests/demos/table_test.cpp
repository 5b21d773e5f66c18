#include "demos/lab/report/table.hpp"

#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

TEST_CASE("columns are aligned by what a terminal shows, not by bytes") {
  const Table table{
      "Error", {"norm", "batch 32", "batch 2"}, {{"BN", "5.17 \xC2\xB1 0.12", "68"}, {"none", "6", "-"}}};
  CHECK(terminal_text(table) ==
        "Error\n\n"
        "norm     batch 32  batch 2\n"
        "--------------------------\n"
        "BN    5.17 \xC2\xB1 0.12       68\n"
        "none            6        -\n");
}

TEST_CASE("a table without rows or title") { CHECK(terminal_text({"", {"a", "b"}, {}}) == "a  b\n----\n"); }

TEST_CASE("a ragged table is refused") {
  CHECK(contains(error_of([] {
                   terminal_text({"T", {"a", "b"}, {{"1", "2"}, {"1"}}});
                 }),
                 "table \"T\": expected 2 cells a row, got 1 in row 1"));
  CHECK_THROWS_AS(terminal_text({}), gg::Error);
}
