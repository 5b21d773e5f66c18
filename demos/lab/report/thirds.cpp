#include "demos/lab/report/thirds.hpp"

#include "demos/lab/report/verdict_clause.hpp"

namespace gg::lab {

std::string thirds_text(const Thirds& thirds) {
  ByVerdict found;
  for (std::size_t i = 0; i < 3; ++i)
    found.add(thirds[i].verdict, third_names[i] + " third (" + evidence(thirds[i], "nats", 3) + ")");
  return found.clauses("in the");
}

}  // namespace gg::lab
