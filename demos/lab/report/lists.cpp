#include "demos/lab/report/lists.hpp"

#include "demos/lab/chart/style.hpp"
#include "demos/lab/report/comparison.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

std::vector<std::string> norms_of_family(const std::vector<std::string>& norms, const std::string& family) {
  std::vector<std::string> found;
  std::copy_if(norms.begin(), norms.end(), std::back_inserter(found),
               [&](const std::string& norm) { return family_of(norm) == family; });
  return found;
}

bool too_few_seeds(std::size_t seeds) { return seeds > 0 && seeds < fewest_to_judge; }

void Failures::add(const std::string& where, std::size_t runs) {
  if (runs > 0) parts_.push_back(where + " (" + count_text(runs, "run") + ")");
}

void Failures::tell(Sentences& out) const {
  if (!parts_.empty()) out.push_back("Diverged or crashed, and in no mean: " + list_text(parts_) + ".");
}

}  // namespace gg::lab
