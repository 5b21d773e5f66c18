#include "demos/lab/report/claim.hpp"

#include "core/random.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

TEST_CASE("two groups of runs are compared in one sentence") {
  const Group gn{"GN:8", {6.0, 6.1, 5.9}}, in{"IN", {12.0, 13.0, 14.0}};
  CHECK(comparison_text(gn, in) ==
        "IN 13.00 % against GN:8 6.00 % is clearly higher (+7.00 points, d = +9.9, 3 seeds)");
  CHECK(comparison_text(in, gn, "", "", 1) ==
        "GN:8 6.0 against IN 13.0 is clearly lower (-7.0, d = -9.9, 3 seeds)");
  CHECK(comparison_text({"GN:8", {6.0}}, {"IN", {12.0}}) ==
        "IN 12.00 % against GN:8 6.00 % cannot be judged from so few seeds (+6.00 points, 1 seed)");
  CHECK(comparison_text(gn, {"IN", {12.0, 13.0, 14.0}, 1}) ==
        "IN 13.00 % against GN:8 6.00 % cannot be judged because some runs gave no number (+7.00 points, d = "
        "+9.9, 3 "
        "seeds, 1 "
        "run "
        "without a number)");
  CHECK(answer_to(compare(gn, {"IN", {12.0, 13.0, 14.0}, 1}), Verdict::higher) == Answer::unsettled);
  CHECK(answer_to(compare(gn, {"IN", {12.0, 13.0, 14.0}, 1}), Verdict::lower) == Answer::unsettled);
  CHECK(comparison_text(gn, {"IN", {}, 3}) == "IN has no run with such a number");
  CHECK(comparison_text({"IN", {}}, gn) == "IN was not run");
}

TEST_CASE("a claim says what was published and what shows") {
  CHECK(claim_text({"A paper reports 3.", Answer::partly, "2.5 of it"}) ==
        "Published: A paper reports 3. Here: partly, 2.5 of it.");
}

TEST_CASE("a claim is denied by evidence only, not for want of it") {
  const auto answer = [](const std::vector<double>& from, const std::vector<double>& to) {
    return answer_to(compare(from, to), Verdict::higher);
  };
  const std::vector<double> base = {4, 5, 6, 7, 8};  // standard deviation 1.58
  const auto moved = [&](double by) {
    std::vector<double> values = base;
    for (double& value : values) value += by;
    return values;
  };
  CHECK(answer(base, moved(4)) == Answer::yes);
  CHECK(answer(base, moved(2)) == Answer::unsettled);  // d = 1.3, by chance once in fourteen times
  CHECK(answer(base, moved(1)) == Answer::unsettled);  // d = 0.6
  CHECK(answer(base, base) == Answer::unsettled);
  CHECK(answer(base, moved(-0.2)) == Answer::unsettled);  // the limit is d = 1 - 1.860 sqrt(2 / 5) = -0.176
  CHECK(answer(base, moved(-0.35)) == Answer::no);
  CHECK(answer(base, moved(-4)) == Answer::no);
  CHECK(answer_to(compare(base, moved(0.35)), Verdict::lower) == Answer::no);
  CHECK(answer({4, 5, 6}, {3.4, 4.4, 5.4}) == Answer::unsettled);  // three seeds: below d = -0.74 only
  CHECK(answer({4, 5, 6}, {3.2, 4.2, 5.2}) == Answer::no);
  CHECK(answer({5}, {1}) == Answer::unsettled);
  CHECK(answer({5, 5, 5}, {4, 4, 4}) == Answer::no);
  CHECK(answer({5, 5, 5}, {6, 6, 6}) == Answer::yes);
  CHECK(contains(error_of([&] { answer_to(compare(base, base), Verdict::unclear); }), "excludes"));
}

// Of 2000 claims "higher" whose true effect is d, with so many seeds a side: how many get this answer.
int times_answered(Answer wanted, double d, int seeds) {
  gg::Random random(11);
  int times = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> from, to;
    for (int i = 0; i < seeds; ++i) {
      from.push_back(random.normal());
      to.push_back(random.normal() + d);
    }
    times += answer_to(compare(from, to), Verdict::higher) == wanted;
  }
  return times;
}

TEST_CASE("an effect that is there is seldom denied, and one that is not is seldom claimed") {
  for (int seeds : {3, 5, 20}) {
    CAPTURE(seeds);
    CHECK(times_answered(Answer::no, 1, seeds) < 130);  // 5 % of 2000 is 100
    CHECK(times_answered(Answer::no, 1.5, seeds) < 40);
    CHECK(times_answered(Answer::yes, 0, seeds) < 80);  // one side of a two-sided test: 2.5 %
  }
  CHECK(times_answered(Answer::no, 0, 20) > 1500);  // but many seeds do settle that nothing is there
  CHECK(times_answered(Answer::no, -1, 5) > 1500);
}

TEST_CASE("a claim in several parts holds partly if one of them does") {
  const Answer yes = Answer::yes, partly = Answer::partly, no = Answer::no, open = Answer::unsettled;
  CHECK(joint_answer({yes, yes}) == yes);
  CHECK(joint_answer({no, no, no}) == no);
  CHECK(joint_answer({yes, no}) == partly);
  CHECK(joint_answer({open, yes}) == partly);
  CHECK(joint_answer({no, yes, open}) == partly);
  CHECK(joint_answer({partly, no}) == partly);
  CHECK(joint_answer({partly, open}) == partly);
  CHECK(joint_answer({partly}) == partly);
  CHECK(joint_answer({no, open}) == open);
  CHECK(joint_answer({open}) == open);
  CHECK(joint_answer({}) == open);
}
