// One look for each series, the same in every chart.
//
// The colours are told apart by readers with any of the common kinds of colour blindness (after Okabe and
// Ito), and every series has a marker and a dash of its own besides.
#pragma once

#include <string>
#include <vector>

namespace gg::lab {

enum class Marker { circle, square, triangle, diamond, triangle_down };

struct Style {
  std::string colour;  // "#RRGGBB"
  Marker marker;
  std::vector<double> dash;  // lengths on and off, in line widths; empty for a solid line
};

// What a normalizer's short text begins with: "gn" of "gn:c4".
std::string family_of(const std::string& series);

// The styles of the series of one chart. bn, gn, ln, in and none (whatever follows a colon, in any case)
// always have the same; further ones of the same family are drawn lighter and darker in turn, with other
// markers. Others get what is left of the palette, in their order.
std::vector<Style> styles_of(const std::vector<std::string>& series);

// The colour of a series on its own.
std::string colour_of(const std::string& series);

}  // namespace gg::lab
