#include "demos/lab/report/verdict_clause.hpp"

#include "core/check.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {

std::string verdict_clause(Verdict verdict) {
  switch (verdict) {
    case Verdict::incomplete:
      return "cannot be judged because some runs gave no number";
    case Verdict::too_few:
      return "cannot be judged from so few seeds";
    case Verdict::within_spread:
      return "does not differ clearly";
    case Verdict::unclear:
      return "may differ by chance only";
    case Verdict::lower:
      return "is clearly lower";
    case Verdict::higher:
      return "is clearly higher";
  }
  fail_with("verdict_clause: there is no such verdict");
}

void ByVerdict::add(Verdict verdict, const std::string& item) { items_[verdict].push_back(item); }

std::string ByVerdict::clauses(const std::string& link) const {
  Sentences parts;
  for (Verdict v : {Verdict::higher, Verdict::lower, Verdict::within_spread, Verdict::unclear,
                    Verdict::too_few, Verdict::incomplete}) {
    const auto found = items_.find(v);
    if (found != items_.end())
      parts.push_back(verdict_clause(v) + " " + link + " " + list_text(found->second));
  }
  return joined(parts);
}

}  // namespace gg::lab
