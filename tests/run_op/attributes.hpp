// The attributes of an op, layer or optimizer: a JSON object that is read by name and then asked what nobody
// read.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>

#include "core/ops.hpp"

namespace gg::run_op {

class Attributes {
 public:
  // `owner` begins error messages. Throws unless it is an object.
  Attributes(std::string owner, const nlohmann::json& object);

  bool has(const std::string& name);

  // Overwrites `value` if there is an attribute of that name; throws unless it has that type. Numbers may be
  // given as "inf", sizes of two axes as one number.
  void read(const std::string& name, bool& value);
  void read(const std::string& name, double& value);
  void read(const std::string& name, int& value);
  void read(const std::string& name, long& value);
  void read(const std::string& name, std::size_t& value);
  void read(const std::string& name, std::string& value);
  void read(const std::string& name, Size2& value);
  void read(const std::string& name, Shape& value);
  void read(const std::string& name, Axes& value);
  void read(const std::string& name, std::vector<double>& value);
  void read(const std::string& name, std::vector<std::string>& value);
  void read(const std::string& name, std::vector<Margin>& value);
  template <class T>
  void read(const std::string& name, std::optional<T>& value) {
    if (has(name)) value = need<T>(name);
  }

  template <class T>
  T get(const std::string& name, T otherwise) {
    read(name, otherwise);
    return otherwise;
  }

  template <class T>
  T need(const std::string& name) {
    require(name);
    T value{};
    read(name, value);
    return value;
  }

  // One of several values by their names.
  template <class T>
  T choice(const std::string& name, const std::map<std::string, T>& table, const std::string& otherwise) {
    const auto found = table.find(get(name, otherwise));
    if (found != table.end()) return found->second;
    std::string names;
    for (const auto& [known, value] : table) names += (names.empty() ? "" : ", ") + known;
    fail_with(owner_, ": attribute '", name, "': expected one of ", names, ", got ", get(name, otherwise));
  }

  Attributes object(const std::string& name);  // empty if there is none
  std::vector<Attributes> objects(const std::string& name);

  void finish() const;  // throws for an attribute that was never asked for

 private:
  const nlohmann::json* find(const std::string& name);
  void require(const std::string& name);
  template <class T>
  void read_as(const std::string& name, T& value, const char* expected, bool (*fits)(const nlohmann::json&));

  std::string owner_;
  std::shared_ptr<const nlohmann::json> object_;
  std::set<std::string> asked_;
};

template <>
inline Size2 Attributes::need<Size2>(const std::string& name) {
  require(name);
  return get(name, Size2(0));
}

}  // namespace gg::run_op
