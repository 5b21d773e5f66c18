#include "demos/lab/report/claim.hpp"

#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

TEST_CASE("two groups of runs are compared in one sentence") {
  const Group gn{"GN:8", {6.0, 6.1, 5.9}}, in{"IN", {12.0, 13.0, 14.0}};
  CHECK(comparison_text(gn, in) ==
        "IN 13.00 % against GN:8 6.00 %: clearly higher (+7.00 points, d = +9.9, 3 seeds)");
  CHECK(comparison_text(in, gn, "", "", 1) ==
        "GN:8 6.0 against IN 13.0: clearly lower (-7.0, d = -9.9, 3 seeds)");
  CHECK(comparison_text({"GN:8", {6.0}}, {"IN", {12.0}}) ==
        "IN 12.00 % against GN:8 6.00 %: too few seeds to tell (+6.00 points, 1 seed)");
  CHECK(comparison_text(gn, {"IN", {}}) == "IN has no run that ended well");
}

TEST_CASE("a claim says what was published and what shows") {
  CHECK(claim_text({"A paper reports 3.", Answer::partly, "2.5 of it"}) ==
        "Published: A paper reports 3. Here: partly, 2.5 of it.");
}

TEST_CASE("whether a claim holds follows from the verdict") {
  Comparison c;
  const auto answer = [&](Verdict verdict) {
    c.verdict = verdict;
    return answer_to(c, Verdict::higher);
  };
  CHECK(answer(Verdict::higher) == Answer::yes);
  CHECK(answer(Verdict::lower) == Answer::no);
  CHECK(answer(Verdict::within_spread) == Answer::no);
  CHECK(answer(Verdict::unclear) == Answer::unsettled);
  CHECK(answer(Verdict::too_few) == Answer::unsettled);
}

TEST_CASE("several answers become one") {
  CHECK(together({Answer::yes, Answer::yes}) == Answer::yes);
  CHECK(together({Answer::yes, Answer::no}) == Answer::partly);
  CHECK(together({Answer::unsettled, Answer::yes}) == Answer::partly);
  CHECK(together({Answer::partly, Answer::no}) == Answer::partly);
  CHECK(together({Answer::no, Answer::no}) == Answer::no);
  CHECK(together({Answer::no, Answer::unsettled}) == Answer::unsettled);
  CHECK(contains(error_of([] { together({}); }), "together"));
}

TEST_CASE("a claim in several parts holds partly if one of them does") {
  const Answer yes = Answer::yes, no = Answer::no, open = Answer::unsettled;
  CHECK(joint_answer({yes, yes}) == yes);
  CHECK(joint_answer({no, no, no}) == no);
  CHECK(joint_answer({open}) == open);
  CHECK(joint_answer({no, yes, open}) == Answer::partly);
  CHECK(joint_answer({no, open}) == open);
  CHECK(joint_answer({}) == open);
}
