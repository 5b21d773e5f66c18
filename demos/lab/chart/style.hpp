// One look for each series, the same in every chart.
//
// The colours are told apart by readers with any of the common kinds of colour blindness (the first after
// Okabe and Ito, the rest chosen to be far from them and each other for such readers), and every normalizer
// has a dash of its own besides, and a marker that none of a like colour has.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gg::lab {

enum class Marker {
  circle,
  square,
  triangle,
  diamond,
  triangle_down,
  open_circle,
  open_square,
  open_triangle,
  open_diamond,
  open_triangle_down,
  cross
};
inline constexpr std::size_t markers = 11;

struct Style {
  std::string colour = {};  // "#RRGGBB"
  Marker marker = Marker::circle;
  std::vector<double> dash = {};  // lengths on and off, in line widths; empty for a solid line
};

inline constexpr const char* ink_colour = "#1F2328";       // of text
inline constexpr const char* soft_ink_colour = "#57606A";  // of text that stays behind
inline constexpr const char* rule_colour = "#B4BAC1";      // of axes
inline constexpr const char* grid_colour = "#E8EAED";
inline constexpr const char* reference_colour = "#8A929B";

inline constexpr std::size_t most_markers = 16;  // beyond so many points a line is smooth without them
inline constexpr double band_opacity = 0.16, fan_opacity = 0.2;

// Of so many bands of a fan on top of each other.
double opacity_of_bands(std::size_t count);

// What a normalizer's short text begins with: "gn" of "gn:c4", "ws+gn" of "WS+GN:8".
std::string family_of(const std::string& series);

// The styles of the series of one chart. Every normalizer that make_norm knows (whatever the case of its
// text) always has the same, also with ws+ before it. Its setting behind the colon decides the shade, from
// light for 1 to dark for 64, and the marks: gn:c4 looks the same in every chart, unless another series of
// its chart would look like it (gn:4); the later one then takes the next shade. Others get what is left of
// the palette, in their order.
std::vector<Style> styles_of(const std::vector<std::string>& series);

// A colour mixed with white (a weight above 0, up to 1) or black (below, down to -1).
std::string mixed(const std::string& colour, double weight);

// The colour of a series on its own.
std::string colour_of(const std::string& series);

}  // namespace gg::lab
