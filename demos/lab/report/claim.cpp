#include "demos/lab/report/claim.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/report/table.hpp"
#include "demos/lab/report/verdict_clause.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {

std::string absence_text(const Group& group) {
  return group.name + (group.failed == 0 ? " was not run" : " has no run with such a number");
}

std::string comparison_text(const Group& from, const Group& to, const std::string& unit,
                            const std::string& suffix, int digits) {
  for (const Group* group : {&to, &from}) {
    if (group->values.empty()) return absence_text(*group);
  }
  const Comparison c = compare(from, to);
  return to.name + " " + number_text(c.to, digits) + suffix + " against " + from.name + " " +
         number_text(c.from, digits) + suffix + " " + verdict_clause(c.verdict) + " (" +
         evidence(c, unit, digits) + ")";
}

std::string claim_text(const Claim& claim) {
  const auto answer = [&] {
    switch (claim.answer) {
      case Answer::yes:
        return "yes";
      case Answer::partly:
        return "partly";
      case Answer::no:
        return "no";
      case Answer::unsettled:
        return "not settled";
    }
    fail_with("claim_text: there is no such answer");
  };
  return "Published: " + claim.published + " Here: " + answer() + ", " + claim.here + ".";
}

Answer answer_to(const Comparison& comparison, Verdict published) {
  if (comparison.verdict == published) return Answer::yes;
  return excludes(comparison, published) ? Answer::no : Answer::unsettled;
}

Answer joint_answer(const std::vector<Answer>& parts) {
  const auto count = [&](Answer answer) {
    return static_cast<std::size_t>(std::count(parts.begin(), parts.end(), answer));
  };
  if (parts.empty()) return Answer::unsettled;
  if (count(Answer::yes) == parts.size()) return Answer::yes;
  if (count(Answer::yes) + count(Answer::partly) > 0) return Answer::partly;
  return count(Answer::no) == parts.size() ? Answer::no : Answer::unsettled;
}

}  // namespace gg::lab
