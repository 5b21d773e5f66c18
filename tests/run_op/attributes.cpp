#include "tests/run_op/attributes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gg::run_op {

using nlohmann::json;

namespace {

bool is_integer(const json& value) { return value.is_number_integer(); }
bool is_natural(const json& value) { return value.is_number_unsigned(); }
bool is_number(const json& value) { return value.is_number(); }
bool is_text(const json& value) { return value.is_string(); }
bool is_flag(const json& value) { return value.is_boolean(); }

template <bool (*fits)(const json&)>
bool is_list_of(const json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), fits);
}

bool is_pair(const json& value) { return is_list_of<is_natural>(value) && value.size() == 2; }

}  // namespace

Attributes::Attributes(std::string owner, const json& object)
    : owner_(std::move(owner)), object_(std::make_shared<json>(object)) {
  GG_CHECK(object.is_object(), owner_, ": expected attributes as a JSON object, got ", object.dump());
}

const json* Attributes::find(const std::string& name) {
  asked_.insert(name);
  const auto found = object_->find(name);
  return found == object_->end() ? nullptr : &*found;
}

bool Attributes::has(const std::string& name) { return find(name) != nullptr; }

void Attributes::require(const std::string& name) {
  GG_CHECK(has(name), owner_, ": missing attribute '", name, "'");
}

template <class T>
void Attributes::read_as(const std::string& name, T& value, const char* expected, bool (*fits)(const json&)) {
  const json* found = find(name);
  if (found == nullptr) return;
  GG_CHECK(fits(*found), owner_, ": attribute '", name, "': expected ", expected, ", got ", found->dump());
  value = found->get<T>();
}

void Attributes::read(const std::string& name, bool& value) {
  read_as(name, value, "true or false", is_flag);
}

void Attributes::read(const std::string& name, double& value) {
  const json* found = find(name);
  if (found != nullptr && (*found == "inf" || *found == "-inf"))
    value = (*found == "inf" ? 1 : -1) * std::numeric_limits<double>::infinity();
  else
    read_as(name, value, "a number or \"inf\"", is_number);
}

void Attributes::read(const std::string& name, int& value) { read_as(name, value, "an integer", is_integer); }

void Attributes::read(const std::string& name, long& value) {
  read_as(name, value, "an integer", is_integer);
}

void Attributes::read(const std::string& name, std::size_t& value) {
  read_as(name, value, "a natural number", is_natural);
}

void Attributes::read(const std::string& name, std::string& value) {
  read_as(name, value, "a text", is_text);
}

void Attributes::read(const std::string& name, Size2& value) {
  const json* found = find(name);
  if (found == nullptr) return;
  GG_CHECK(is_natural(*found) || is_pair(*found), owner_, ": attribute '", name,
           "': expected a natural number or two, got ", found->dump());
  value = found->is_array() ? Size2((*found)[0], (*found)[1]) : Size2(found->get<std::size_t>());
}

void Attributes::read(const std::string& name, Shape& value) {
  read_as(name, value, "a list of natural numbers", is_list_of<is_natural>);
}

void Attributes::read(const std::string& name, Axes& value) {
  read_as(name, value, "a list of integers", is_list_of<is_integer>);
}

void Attributes::read(const std::string& name, std::vector<double>& value) {
  read_as(name, value, "a list of numbers", is_list_of<is_number>);
}

void Attributes::read(const std::string& name, std::vector<std::string>& value) {
  read_as(name, value, "a list of texts", is_list_of<is_text>);
}

void Attributes::read(const std::string& name, std::vector<Margin>& value) {
  std::vector<std::vector<std::size_t>> pairs;
  read_as(name, pairs, "a list of pairs of natural numbers", is_list_of<is_pair>);
  if (has(name)) value.clear();
  for (const auto& pair : pairs) value.push_back({pair[0], pair[1]});
}

Attributes Attributes::object(const std::string& name) {
  const json* found = find(name);
  return {owner_ + ", " + name, found == nullptr ? json::object() : *found};
}

std::vector<Attributes> Attributes::objects(const std::string& name) {
  const json* found = find(name);
  if (found == nullptr) return {};
  GG_CHECK(found->is_array(), owner_, ": attribute '", name, "': expected a list, got ", found->dump());
  std::vector<Attributes> out;
  for (const json& entry : *found) out.emplace_back(owner_ + ", " + name, entry);
  return out;
}

void Attributes::finish() const {
  std::string known;
  for (const std::string& name : asked_) known += (known.empty() ? "" : ", ") + name;
  for (const auto& [name, value] : object_->items()) {
    GG_CHECK(asked_.count(name) == 1, owner_, ": unknown attribute '", name, "'; there are ",
             known.empty() ? "none" : known);
  }
}

}  // namespace gg::run_op
