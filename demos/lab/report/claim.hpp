// Sentences for findings: two groups of runs against each other, and what was published against what shows.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/comparison.hpp"

namespace gg::lab {

// Why a group has no values: "BN was not run"; "BN has no run with such a number", where runs failed.
std::string absence_text(const Group& group);

// "IN 12.87 % against GN:8 6.03 % is clearly higher (+6.84 points, d = +9.2, 5 seeds)". `unit` is that of the
// difference, `suffix` follows each mean. Of a group without values, why.
std::string comparison_text(const Group& from, const Group& to, const std::string& unit = "points",
                            const std::string& suffix = " %", int digits = 2);

// What a paper reports, held against the runs at hand.
enum class Answer { yes, partly, no, unsettled };

struct Claim {
  std::string published;  // whole sentence, with its source
  Answer answer = Answer::unsettled;
  std::string here;  // what the runs show, a clause without a full stop
};

// "Published: PUBLISHED Here: yes, HERE."
std::string claim_text(const Claim& claim);

// yes if the difference clearly goes the way that was published (Verdict::lower or higher), no if the runs
// exclude a difference worth naming that way (see excludes), unsettled otherwise: to have found nothing is no
// evidence that nothing is there.
Answer answer_to(const Comparison& comparison, Verdict published);

// Of a claim in several parts: yes or no if all are, partly if some are yes or partly, unsettled otherwise
// and without any.
Answer joint_answer(const std::vector<Answer>& parts);

}  // namespace gg::lab
