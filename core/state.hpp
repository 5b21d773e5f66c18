// What is kept so that work can go on later: tensors and texts by name. Modules give out tensors alone
// (StateDict), optimizers and schedules a State; core/safetensors.hpp puts either into a file.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Tensors and texts, each by name.
struct State {
  NamedTensors tensors;                      // names differ
  std::map<std::string, std::string> texts;  // {"steps", "100"}
};

// Reads a state entry by entry and notes what is wrong; finish() throws one Error that lists it all. Until
// then a faulty entry reads as zero.
class StateReader {
 public:
  StateReader(std::string where, const State& state);  // `where` begins the message; keeps a reference

  bool has(const std::string& name) const;                     // as a text or a tensor
  std::string text(const std::string& name);                   // as it stands
  double number(const std::string& name);                      // a text that is one, as gg::text writes it
  std::size_t count(const std::string& name);                  // a text that is a natural number
  Tensor tensor(const std::string& name, const Shape& shape);  // a copy

  // Throws if anything was missing, misshapen or no number, or if the state has entries that were not read.
  void finish();

 private:
  template <class T>
  T parse(const std::string& name, const char* expected);

  std::string where_, problems_;
  const State& state_;
  std::set<std::string> read_;
};

// The part of a state whose names begin with PREFIX and a dot, without these; and the way back.
State part_of(const State& state, const std::string& prefix);
void add_part(State& state, const std::string& prefix, const State& part);

}  // namespace GG_SCALAR
}  // namespace gg
