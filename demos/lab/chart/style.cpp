#include "demos/lab/chart/style.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

namespace gg::lab {
namespace {

// A new normalizer is a row here, too: its own colour, and a dash that no other has.
const std::map<std::string, Style> normalizers = {
    {"bn", {"#D55E00", Marker::circle, {}}},
    {"gn", {"#0072B2", Marker::square, {12, 3}}},
    {"ln", {"#009E73", Marker::triangle, {5, 2.5}}},
    {"in", {"#D07BB0", Marker::diamond, {1.5, 2}}},
    {"none", {"#5F6670", Marker::triangle_down, {8, 2.5, 1.5, 2.5}}},
    {"gnplus", {"#6A5CFF", Marker::open_square, {16, 3, 4, 3}}},
    {"gnplus-bn", {"#B478FF", Marker::open_diamond, {7, 2, 2, 2}}},
    {"gnplus-par", {"#5A3C78", Marker::open_square, {20, 3, 2, 3}}},
    {"brn", {"#5A2400", Marker::open_circle, {3, 1.5}}},
    {"ws+gn", {"#000080", Marker::open_diamond, {12, 3, 1.5, 3}}},
    {"ws+bcn", {"#0F004B", Marker::cross, {9, 5, 1.5, 5}}},
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

// One family often comes in number, one for each setting: its shades from small settings to large ones, in
// powers of two. 8 is what the programs take if not told, and has the family's own look.
constexpr std::size_t kShades = 7, kOwnShade = 3;
const std::array<std::string, kShades> group_norms = {"#14D7B4", "#37B4C8", "#2D96D2", "#0072B2",
                                                      "#1946C8", "#1937A0", "#0A2D78"};
// Of the other families, mixed with white or black: none too faint for a thin line or a word on white.
constexpr std::array<double, kShades> mixtures = {0.5, 0.35, 0.2, 0, -0.25, -0.45, -0.65};

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

// The look of a family's setting; a number from kShades on repeats the shades with other marks.
Style look_of(Style style, std::size_t number, bool is_group_norm) {
  if (number == kOwnShade) return style;
  const std::size_t shade = number % kShades;
  style.colour = is_group_norm ? group_norms[shade] : mixed(style.colour, mixtures[shade]);
  style.marker =
      static_cast<Marker>((static_cast<std::size_t>(style.marker) + number + markers - kOwnShade) % markers);
  style.dash = {3.0 + 2.0 * static_cast<double>(number), 2};
  return style;
}

// By the last number behind the colon: 8 of "gn:c8" and of "ecn:4x8".
std::size_t shade_of(const std::string& series) {
  const std::size_t colon = series.find(':'), last = series.find_last_of("0123456789");
  if (colon == std::string::npos || last == std::string::npos || last < colon) return kOwnShade;
  const std::size_t before = series.find_last_not_of("0123456789", last);
  const double setting = std::strtod(series.c_str() + before + 1, nullptr);
  const double power = std::round(std::log2(std::max(setting, 1.0)));
  return static_cast<std::size_t>(std::min(power, kShades - 1.0));
}

// The series' own look, or the next that no other series of its family has.
std::size_t free_look(const std::set<std::size_t>& taken, std::size_t wish) {
  for (std::size_t round = 0;; ++round) {
    for (std::size_t i = 0; i < kShades; ++i) {
      const std::size_t look = (wish + i) % kShades + round * kShades;
      if (taken.count(look) == 0) return look;
    }
  }
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
  std::map<std::string, std::set<std::size_t>> taken;
  std::size_t next_other = 0;
  for (const auto& name : series) {
    const std::string family = family_of(name);
    Style style;
    if (find_style(family, style)) {
      const std::size_t look = free_look(taken[family], shade_of(name));
      taken[family].insert(look);
      styles.push_back(look_of(style, look, family == "gn"));
    } else {
      const std::size_t repeat = next_other / others.size();
      styles.push_back(look_of(others[next_other % others.size()], kOwnShade + 2 * repeat, false));
      ++next_other;
    }
  }
  return styles;
}

std::string colour_of(const std::string& series) { return styles_of({series}).front().colour; }

}  // namespace gg::lab
