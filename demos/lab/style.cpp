#include "demos/lab/style.hpp"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <map>

namespace gg::lab {
namespace {

const std::map<std::string, Style> normalizers = {
    {"bn", {"#D55E00", Marker::circle, {}}},
    {"gn", {"#0072B2", Marker::square, {12, 3}}},
    {"ln", {"#009E73", Marker::triangle, {5, 2.5}}},
    {"in", {"#D07BB0", Marker::diamond, {1.5, 2}}},
    {"none", {"#5F6670", Marker::triangle_down, {8, 2.5, 1.5, 2.5}}},
};

const std::vector<Style> others = {
    {"#E69F00", Marker::circle, {}},
    {"#56B4E9", Marker::square, {12, 3}},
    {"#7A3E9D", Marker::triangle, {5, 2.5}},
    {"#8C6D1F", Marker::diamond, {1.5, 2}},
    {"#1F2328", Marker::triangle_down, {8, 2.5, 1.5, 2.5}},
};

// Mixed with white; a weight of 0 leaves the colour as it is.
std::string lighter(const std::string& colour, double weight) {
  unsigned rgb = 0;
  std::sscanf(colour.c_str(), "#%6x", &rgb);
  unsigned mixed = 0;
  for (int shift : {16, 8, 0}) {
    const double part = (rgb >> shift) & 0xFFu;
    mixed |= static_cast<unsigned>(std::lround(part + (255 - part) * weight)) << shift;
  }
  char out[16];
  std::snprintf(out, sizeof out, "#%06X", mixed);
  return out;
}

Style variant_of(Style style, int repeat) {
  if (repeat == 0) return style;
  style.colour = lighter(style.colour, 1 - std::pow(0.65, repeat));
  style.marker = static_cast<Marker>((static_cast<int>(style.marker) + repeat) % 5);
  style.dash = {3.0 + 2 * repeat, 2};
  return style;
}

}  // namespace

std::string family_of(const std::string& series) {
  std::string family = series.substr(0, series.find(':'));
  for (char& c : family) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return family;
}

std::vector<Style> styles_of(const std::vector<std::string>& series) {
  std::vector<Style> styles;
  std::map<std::string, int> repeats;
  std::size_t next_other = 0;
  for (const auto& name : series) {
    const auto known = normalizers.find(family_of(name));
    if (known != normalizers.end()) {
      styles.push_back(variant_of(known->second, repeats[known->first]++));
    } else {
      styles.push_back(
          variant_of(others[next_other % others.size()], static_cast<int>(next_other / others.size())));
      ++next_other;
    }
  }
  return styles;
}

std::string colour_of(const std::string& series) { return styles_of({series}).front().colour; }

}  // namespace gg::lab
