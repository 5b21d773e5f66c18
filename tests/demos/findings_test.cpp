#include "demos/lab/report/findings.hpp"

#include "demos/lab/report/table.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

// Errors around `error` for so many seeds, half a point apart in all.
void add(std::vector<StabilityCell>& cells, const std::string& norm, int batch, double error, int seeds = 5) {
  for (int seed = 0; seed < seeds; ++seed) {
    const double offset = seeds > 1 ? 0.5 * seed / (seeds - 1) - 0.25 : 0;
    cells.push_back({norm, batch, seed, error + offset});
  }
}

std::string words(const std::vector<StabilityCell>& cells, Protocol protocol = Protocol::plain) {
  std::string out;
  for (const auto& finding : stability_findings(StabilityGrid(cells, protocol))) out += finding + "\n";
  return out;
}

std::vector<StabilityCell> published_effect(int seeds = 5) {
  std::vector<StabilityCell> cells;
  const std::vector<std::pair<int, double>> bn = {{32, 5.2}, {16, 5.2}, {8, 5.3}, {4, 6.3}, {2, 8.5}};
  for (const auto& [batch, error] : bn) {
    add(cells, "bn", batch, error, seeds);
    add(cells, "gn:8", batch, 6.2, seeds);
  }
  return cells;
}

}  // namespace

TEST_CASE("where each batch holds one class, it is said what a change means, and no paper is called upon") {
  const std::vector<StabilityCell> cells = {{"gn:c8", 32, 0, 50}, {"gn:c8", 2, 0, 10}};
  const std::string found = words(cells, Protocol::one_class);
  CAPTURE(found);
  CHECK(found.find("Each normalization batch holds one class") < found.find("GN:c8"));
  CHECK_FALSE(contains(found, "paper"));
  CHECK_FALSE(contains(words(cells, Protocol::plain), "one class"));
}

TEST_CASE("findings when the published effect is there") {
  const std::string found = words(published_effect());
  CHECK(contains(found,
                 "BN gets worse as its batch shrinks: it goes from 5.20 % at batch 32 to 8.50 % at batch 2 "
                 "(+3.30 points, d = +16.7, 5 seeds). The rise is clear from batch 4 down."));
  CHECK(contains(
      found,
      "GN:8 shows no clear change as its batch shrinks: it goes from 6.20 % at batch 32 to 6.20 % at batch 2 "
      "(0.00 points, d = 0.0, 5 seeds), within the spread of the seeds."));
  CHECK(contains(found, "BN is clearly better at batch 32 (+1.00 points, d = +5.1, 5 seeds), batch 16"));
  CHECK(contains(found, "GN:8 is clearly better at batch 2 (-2.30 points"));
  CHECK(contains(found, "no clear difference at batch 4 (-0.10 points"));
  CHECK(contains(
      found,
      "Lowest mean error: BN at batch 32 (5.20 %), batch 16 (5.20 %) and batch 8 (5.30 %), clearly ahead "
      "of all others; GN:8 at batch 4 (6.20 %), not clearly ahead of BN; GN:8 at batch 2 (6.20 %), clearly "
      "ahead of all others."));
  CHECK(contains(found,
                 "BN's rise shows here too: +3.30 points from batch 32 to 2. Whether GN:8's flatness shows "
                 "here is not settled"));
  CHECK(contains(found, "23.6 % at 32 images per worker and 34.7 % at 2 for BN, 24.1 % at both for GN"));
  CHECK_FALSE(contains(found, "diverged"));
  CHECK_FALSE(contains(found, "construction"));
}

TEST_CASE("findings when the effect is absent say so") {
  std::vector<StabilityCell> cells;
  for (int batch : {32, 8, 2}) {
    add(cells, "bn", batch, 5.2 - (batch == 2 ? 0.1 : 0));
    add(cells, "gn", batch, 5.2);
  }
  const std::string found = words(cells);
  CHECK(contains(found, "BN shows no clear change as its batch shrinks"));
  CHECK(contains(found, "BN's rise does not show here: -0.10 points"));
  CHECK_FALSE(contains(found, "gets worse"));
  CHECK_FALSE(contains(found, "clearly better"));
  CHECK_FALSE(contains(found, "clearly ahead of all"));
}

TEST_CASE("that nothing changes is said only where there are seeds enough to know") {
  const auto of_seeds = [](int seeds) {
    std::vector<StabilityCell> cells;
    for (int batch : {32, 2}) {
      add(cells, "bn", batch, 5.2, seeds);
      add(cells, "gn", batch, 6.2, seeds);
    }
    return words(cells);
  };
  CHECK(contains(of_seeds(5), "Whether BN's rise shows here is not settled: 0.00 points"));
  CHECK(contains(of_seeds(5), "Whether GN's flatness shows here is not settled: 0.00 points"));
  CHECK(contains(of_seeds(12), "BN's rise does not show here: 0.00 points"));
  CHECK(contains(of_seeds(12), "GN's flatness shows here too: 0.00 points"));
}

TEST_CASE("findings when the effect is reversed say that") {
  std::vector<StabilityCell> cells;
  for (int batch : {32, 8, 2}) {
    add(cells, "bn", batch, 5 + batch / 16.0);
    add(cells, "gn", batch, 7 - batch / 16.0);
  }
  const std::string found = words(cells);
  CHECK(contains(found, "BN gets better as its batch shrinks"));
  CHECK(contains(found, "BN's rise does not show here: -1.88 points"));
  CHECK(contains(found, "GN gets worse as its batch shrinks"));
  CHECK(contains(found, "GN's flatness does not show here: +1.88 points"));
  CHECK(contains(found, "GN is clearly better at batch 32"));
  CHECK(contains(found, "BN is clearly better at batch 8 (+1.00 points, d = +5.1, 5 seeds) and batch 2"));
}

TEST_CASE("a difference that so few seeds do not settle is called a leaning") {
  std::vector<StabilityCell> cells;
  add(cells, "bn", 32, 5.0, 3);
  add(cells, "bn", 2, 5.4, 3);  // d = 1.6 on 3 seeds
  const std::string found = words(cells);
  CHECK(contains(found, "BN leans up as its batch shrinks"));
  CHECK(contains(found, "do not settle it"));
  CHECK(contains(found, "Whether BN's rise shows here is not settled: +0.40 points"));
  CHECK_FALSE(contains(found, "clear from"));
}

TEST_CASE("findings of one seed conclude nothing") {
  for (int seeds : {1, 2}) {
    const std::string found = words(published_effect(seeds));
    CHECK(contains(found, "Fewer than three seeds cannot tell such a change from chance"));
    CHECK(contains(found, "too few seeds to tell which is better"));
    CHECK_FALSE(contains(found, "clear"));
    CHECK_FALSE(contains(found, "shows here"));
    CHECK_FALSE(contains(found, "show here"));
    CHECK_FALSE(contains(found, "gets"));
    CHECK_FALSE(contains(found, "flat"));
  }
}

TEST_CASE("diverged and crashed runs are counted, and have no part in the means") {
  auto cells = published_effect();
  for (auto& cell : cells) {
    if (cell.norm != "bn" || cell.batch != 2) continue;
    cell.diverged = cell.seed < 1;
    cell.crashed = cell.seed == 1;
    if (cell.seed <= 1) cell.error = -1;
  }
  const std::string found = words(cells);
  CHECK(contains(found, "1 of 50 runs diverged: BN at batch 2 (1). They have no part in the means."));
  CHECK(contains(found, "1 of 50 runs crashed: BN at batch 2 (1)."));
  CHECK(contains(found, "5 and 3 seeds, 2 runs without a number). Of runs that failed nothing is known"));
  CHECK(contains(found, "runs failed, so that nothing can be told, at batch 2 (-2."));
  CHECK(contains(found, "Whether BN's rise shows here is not settled: "));
  CHECK(contains(found, "points from batch 32 to 2, 2 runs without a number."));

  for (auto& cell : cells)
    cell.diverged = cell.diverged || (cell.norm == "bn" && cell.batch == 2 && !cell.crashed);
  const std::string none_left = words(cells);
  CHECK(contains(none_left, "to 6.30 % at batch 4"));
  CHECK(contains(none_left, "At batch 2 none of its runs ended well."));
  CHECK(contains(none_left, "BN did not end well at every batch here"));
  CHECK_FALSE(contains(none_left, "shows here too: +1.10"));
  CHECK_FALSE(contains(none_left, "nan"));

  for (auto& cell : cells) cell.diverged = true;
  const std::string nothing = words(cells);
  CHECK_FALSE(contains(nothing, "worse"));
  CHECK(contains(nothing, "runs diverged"));
}

TEST_CASE("a normalizer whose runs mostly diverged takes no first place") {
  std::vector<StabilityCell> cells;
  add(cells, "gn", 2, 6);
  add(cells, "ln", 2, 7);
  for (int seed = 0; seed < 5; ++seed) cells.push_back({"bn", 2, seed, 1.0, seed > 0});
  CHECK(contains(words(cells),
                 "Lowest mean error: GN at batch 2 (6.00 %), clearly ahead of all others, BN (4 of 5 "
                 "runs failed) left out."));
}

TEST_CASE("what is constant by construction is not called a result") {
  std::vector<StabilityCell> cells;
  for (int batch : {32, 2}) add(cells, "bn", batch, batch == 2 ? 9 : 5);
  SECTION("trained at one batch") {
    add(cells, "gn:c8", 32, 6);
    add(cells, "none", 32, 7);
    const std::string found = words(cells, Protocol::micro_batch);
    CHECK(contains(found, "GN:c8 and none look at one image at a time"));
    CHECK(contains(found,
                   "flat by construction, not by merit. Trained at one batch, the error stands for all."));
    CHECK(contains(found, "GN:c8 is clearly better at batch 2 (-3.00 points"));  // its errors count there too
    CHECK(contains(found, "GN:c8 is flat here too, by construction"));
    const Table table = stability_table(StabilityGrid(cells, Protocol::micro_batch));
    CHECK(table.rows[1] == std::vector<std::string>{"GN:c8", "6.00 \xC2\xB1 0.20", "6.00 \xC2\xB1 0.20"});
    // Under the plain protocol one batch says nothing of another.
    CHECK(contains(words(cells, Protocol::plain), "GN:c8 has results at batch 32 only"));
  }
  SECTION("trained at every batch") {
    add(cells, "gn", 32, 6);
    add(cells, "gn", 2, 6);
    CHECK(contains(words(cells, Protocol::micro_batch), "GN gave each seed exactly one error"));
    for (auto& cell : cells) cell.error += cell.norm == "gn" && cell.batch == 2 && cell.seed == 3 ? 0.12 : 0;
    CHECK(contains(words(cells, Protocol::micro_batch), "differ by up to 0.12 points"));
  }
}

TEST_CASE("the table has norms in rows and batches in columns") {
  std::vector<StabilityCell> cells = {{"bn", 2, 0, 7.0},       {"bn", 2, 1, 8.0},
                                      {"bn", 32, 0, 5.0},      {"none", 2, 0, 90},
                                      {"none", 2, 1, 0, true}, {"none", 32, 0, 0, false, true}};
  const Table table = stability_table(StabilityGrid(cells, Protocol::plain));
  CHECK(table.columns == std::vector<std::string>{"norm", "batch 32", "batch 2"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0] == std::vector<std::string>{"BN", "5.00", "7.50 \xC2\xB1 0.71"});
  CHECK(table.rows[1] == std::vector<std::string>{"none", "1 crashed", "90.00, 1 diverged"});
}

TEST_CASE("if no run ended well, that comes first") {
  StabilityCell one{"bn", 8, 0}, two{"gn:8", 8, 0};
  one.diverged = true;
  two.crashed = true;
  const auto found = stability_findings(StabilityGrid({one, two}, Protocol::plain));
  REQUIRE(found.size() == 3);
  CHECK(found[0] == "No run ended well, so there is no error to show.");
  CHECK(contains(found[1], "1 of 2 runs diverged: BN at batch 8"));
  CHECK(contains(found[2], "1 of 2 runs crashed: GN:8 at batch 8"));
}

TEST_CASE("a normalizer with too few seeds does not silence the comparison of the others") {
  std::vector<StabilityCell> cells;
  add(cells, "bn", 8, 5);
  add(cells, "ln", 8, 9);
  add(cells, "none", 8, 9, 2);
  CHECK(contains(words(cells), "BN at batch 8 (5.00 %), not clearly ahead of none."));
}

TEST_CASE("many group norms share their sentences") {
  auto cells = published_effect(2);
  for (int batch : {32, 2}) add(cells, "gn:c1", batch, 9, 2);
  const std::string found = words(cells, Protocol::micro_batch);
  CHECK(contains(found, "BN against GN:8 and GN:c1: too few seeds to tell which is better at any batch."));
  CHECK(contains(found, "GN:8 and GN:c1 are flat here too, by construction."));
}

TEST_CASE("cells that cannot be are refused") {
  const auto words_on = [](const std::vector<StabilityCell>& cells) {
    return error_of([&] { StabilityGrid(cells, Protocol::plain); });
  };
  CHECK(contains(words_on({{"bn", 2, 0, 5}, {"bn", 2, 0, 5}}), "two runs of bn, batch 2, seed 0"));
  CHECK(contains(words_on({{"bn", 2, 0, 101}}), "expected an error between 0 and 100 percent, got 101"));
  CHECK(stability_findings(StabilityGrid({}, Protocol::plain)).empty());
}
