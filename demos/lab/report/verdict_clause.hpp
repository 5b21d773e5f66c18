// Verdicts in words that fit into any sentence.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "demos/lab/report/comparison.hpp"
#include "demos/lab/report/lists.hpp"

namespace gg::lab {

// What follows the name of the quantity, a whole predicate: "is clearly higher", "is clearly lower", "does
// not differ clearly", "may differ by chance only", "cannot be judged from so few seeds", "cannot be
// judged because some runs gave no number".
std::string verdict_clause(Verdict verdict);

// Things of which the same quantity was compared, by how that came out.
class ByVerdict {
 public:
  void add(Verdict verdict, const std::string& item);
  bool empty() const { return items_.empty(); }

  // "is clearly higher with A and B; does not differ clearly with C", to follow the quantity; `link` is
  // "with". What is clear comes first.
  std::string clauses(const std::string& link) const;

 private:
  std::map<Verdict, Sentences> items_;
};

}  // namespace gg::lab
