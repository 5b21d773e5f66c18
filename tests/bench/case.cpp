#include "tests/bench/case.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace gg::bench {
namespace {

std::vector<Family>& registry() {
  static std::vector<Family> all;
  return all;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::size_t positive(const std::string& case_name, const std::string& digits) {
  const bool fits = !digits.empty() && digits.size() <= 9 &&
                    std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t value = fits ? std::stoul(digits) : 0;
  GG_CHECK(value > 0, "bench: expected sizes from 1 to 999999999 in ", case_name, ", got '", digits, "'");
  return value;
}

const Family& family_named(const std::string& name) {
  std::string known;
  for (const Family& family : families()) {
    if (family.name == name) return family;
    known += "; " + family.name + "/" + family.sizes;
  }
  fail({"bench: there is no case '", name, "'; there are", known});
}

}  // namespace

const std::vector<Family>& families() { return registry(); }

RegisterFamily::RegisterFamily(Family family) { registry().push_back(std::move(family)); }

std::string case_name(const Family& family, const Sizes& sizes) {
  std::string name = family.name;
  for (std::size_t size : sizes) name += "/" + text(size);
  return name;
}

Body prepare(const std::string& case_name) {
  const std::vector<std::string> parts = split(case_name);
  const Family& family = family_named(parts[0]);
  Sizes sizes;
  for (std::size_t i = 1; i < parts.size(); ++i) sizes.push_back(positive(case_name, parts[i]));
  const std::size_t expected = family.sizes.empty() ? 0 : split(family.sizes).size();
  GG_CHECK(sizes.size() == expected, "bench: expected ", family.name, "/", family.sizes, ", got ", case_name);
  return family.prepare(sizes);
}

}  // namespace gg::bench
