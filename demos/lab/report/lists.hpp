// Small things that findings do with lists.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace gg::lab {

using Sentences = std::vector<std::string>;

// "a; b; c".
std::string joined(const std::vector<std::string>& parts);

// Those of a family, "bn" or "gn", in their order.
std::vector<std::string> norms_of_family(const std::vector<std::string>& norms, const std::string& family);

// Whether there are seeds, but so few that nothing is concluded from them (see fewest_to_judge).
// run_experiment says so, once; findings then leave out all comparisons.
bool too_few_seeds(std::size_t seeds);

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

// Runs that diverged or crashed, by where they belong.
class Failures {
 public:
  void add(const std::string& where, std::size_t runs);  // nothing for no runs

  // Appends "Diverged or crashed, and in no mean: BN at batch 2 (2 runs)."; nothing if there are none.
  void tell(Sentences& out) const;

 private:
  std::vector<std::string> parts_;
};

}  // namespace gg::lab
