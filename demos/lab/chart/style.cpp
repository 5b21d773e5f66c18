#include "demos/lab/chart/style.hpp"

#include <array>
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
    {"gnplus", {"#6A5CFF", Marker::open_square, {16, 3, 4, 3}}},
    {"brn", {"#5A2400", Marker::open_circle, {3, 1.5}}},
    {"ws+gn", {"#000080", Marker::open_diamond, {12, 3, 1.5, 3}}},
    {"bcn", {"#1A1AE6", Marker::cross, {9, 5}}},
    {"sn", {"#AA1144", Marker::open_triangle, {1.5, 4}}},
    {"frn", {"#BBAAFF", Marker::open_triangle_down, {6, 2, 6, 5}}},
    {"evo", {"#55CC66", Marker::diamond, {14, 6}}},
    {"rms", {"#16213A", Marker::triangle, {4, 4}}},
    {"ghost", {"#EEAA00", Marker::square, {10, 2, 3, 2, 3, 2}}},
    {"ecn", {"#8A6A33", Marker::triangle_down, {2, 2, 6, 2}}},
    {"grn", {"#D010B0", Marker::circle, {18, 4}}},
};

const std::vector<Style> others = {
    {"#E69F00", Marker::circle, {}},
    {"#56B4E9", Marker::square, {12, 3}},
    {"#7A3E9D", Marker::triangle, {5, 2.5}},
    {"#8C6D1F", Marker::diamond, {1.5, 2}},
    {"#1F2328", Marker::triangle_down, {8, 2.5, 1.5, 2.5}},
};

// Group norms often come in number, one for each number of groups; these are the colours after the first.
const std::vector<std::string> more_group_norms = {"#46A6F0", "#1A2E8A", "#00A0A0",
                                                   "#7B61C9", "#8FA4F0", "#005B6E"};

// Any other normalizer with standardized weights: a dark shade of its own colour.
bool find_style(const std::string& family, Style& style) {
  const auto known = normalizers.find(family);
  if (known != normalizers.end()) {
    style = known->second;
    return true;
  }
  if (family.substr(0, 3) != "ws+" || !find_style(family.substr(3), style)) return false;
  style.colour = mixed(style.colour, -0.45);
  style.marker = Marker::cross;
  style.dash.insert(style.dash.end(), {1.5, 3});
  return true;
}

// Light and dark in turn, none of them too faint for a thin line or a word on white.
std::string variant_of(const std::string& colour, std::size_t repeat) {
  const std::array<double, 4> weights = {0.5, -0.5, 0.25, -0.25};
  return mixed(colour, weights[(repeat - 1) % weights.size()]);
}

Style variant_of(Style style, std::size_t repeat, bool is_group_norm) {
  if (repeat == 0) return style;
  style.colour = is_group_norm ? more_group_norms[(repeat - 1) % more_group_norms.size()]
                               : variant_of(style.colour, repeat);
  style.marker = static_cast<Marker>((static_cast<std::size_t>(style.marker) + repeat) % markers);
  style.dash = {3.0 + 2.0 * static_cast<double>(repeat), 2};
  return style;
}

}  // namespace

std::string mixed(const std::string& colour, double weight) {
  unsigned rgb = 0;
  std::sscanf(colour.c_str(), "#%6x", &rgb);
  const double other = weight > 0 ? 255 : 0;
  unsigned out = 0;
  for (int shift : {16, 8, 0}) {
    const double part = (rgb >> shift) & 0xFFu;
    out |= static_cast<unsigned>(std::lround(part + (other - part) * std::abs(weight))) << shift;
  }
  char text[16];
  std::snprintf(text, sizeof text, "#%06X", out);
  return text;
}

double opacity_of_bands(std::size_t count) {
  return 1 - std::pow(1 - fan_opacity, static_cast<double>(count));
}

std::string family_of(const std::string& series) {
  std::string family = series.substr(0, series.find(':'));
  for (char& c : family) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return family;
}

std::vector<Style> styles_of(const std::vector<std::string>& series) {
  std::vector<Style> styles;
  std::map<std::string, std::size_t> repeats;
  std::size_t next_other = 0;
  for (const auto& name : series) {
    const std::string family = family_of(name);
    Style style;
    if (find_style(family, style)) {
      styles.push_back(variant_of(style, repeats[family]++, family == "gn"));
    } else {
      styles.push_back(variant_of(others[next_other % others.size()], next_other / others.size(), false));
      ++next_other;
    }
  }
  return styles;
}

std::string colour_of(const std::string& series) { return styles_of({series}).front().colour; }

}  // namespace gg::lab
