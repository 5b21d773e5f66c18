#include "core/state.hpp"

#include <algorithm>
#include <charconv>

namespace gg {
inline namespace GG_SCALAR {

StateReader::StateReader(std::string where, const State& state) : where_(std::move(where)), state_(state) {}

bool StateReader::has(const std::string& name) const {
  return state_.texts.count(name) > 0 || std::any_of(state_.tensors.begin(), state_.tensors.end(),
                                                     [&](const auto& entry) { return entry.first == name; });
}

std::string StateReader::text(const std::string& name) {
  read_.insert(name);
  const auto found = state_.texts.find(name);
  if (found != state_.texts.end()) return found->second;
  problems_ += has(name) ? "\n  expected a text: " + name + " is a tensor" : "\n  missing: " + name;
  return "";
}

template <class T>
T StateReader::parse(const std::string& name, const char* expected) {
  const std::string words = text(name);
  T value{};
  const auto parsed = std::from_chars(words.data(), words.data() + words.size(), value);
  if (parsed.ec == std::errc{} && parsed.ptr == words.data() + words.size()) return value;
  if (state_.texts.count(name) > 0)
    problems_ += "\n  expected " + std::string(expected) + ": " + name + " is '" + words + "'";
  return T{};
}

double StateReader::number(const std::string& name) { return parse<double>(name, "a number"); }

std::size_t StateReader::count(const std::string& name) {
  return parse<std::size_t>(name, "a natural number");
}

Tensor StateReader::tensor(const std::string& name, const Shape& shape) {
  read_.insert(name);
  for (const auto& [own, value] : state_.tensors) {
    if (own != name) continue;
    if (value.shape() == shape) return value.clone();
    problems_ += "\n  misshapen: " + name + " is " + gg::text(shape) + ", got " + gg::text(value.shape());
    return zeros(shape);
  }
  problems_ += state_.texts.count(name) > 0 ? "\n  expected a tensor: " + name + " is a text"
                                            : "\n  missing: " + name + " " + gg::text(shape);
  return zeros(shape);
}

void StateReader::finish() {
  const auto check_read = [&](const std::string& name) {
    if (read_.count(name) == 0) problems_ += "\n  unexpected: " + name;
  };
  for (const auto& [name, tensor] : state_.tensors) check_read(name);
  for (const auto& [name, words] : state_.texts) check_read(name);
  GG_CHECK(problems_.empty(), where_, ": the state does not fit", problems_);
}

State part_of(const State& state, const std::string& prefix) {
  const std::string start = prefix + ".";
  State part;
  for (const auto& [name, tensor] : state.tensors) {
    if (name.rfind(start, 0) == 0) part.tensors.emplace_back(name.substr(start.size()), tensor);
  }
  for (const auto& [name, words] : state.texts) {
    if (name.rfind(start, 0) == 0) part.texts[name.substr(start.size())] = words;
  }
  return part;
}

void add_part(State& state, const std::string& prefix, const State& part) {
  for (const auto& [name, tensor] : part.tensors) state.tensors.emplace_back(prefix + "." + name, tensor);
  for (const auto& [name, words] : part.texts) state.texts[prefix + "." + name] = words;
}

}  // namespace GG_SCALAR
}  // namespace gg
