#include "demos/lab/chart/gnuplot_words.hpp"

#include <map>

#include "core/check.hpp"

namespace gg::lab {

std::string dash_of(const Style& style) {
  if (style.dash.empty()) return "1";
  std::string out = "(";
  for (double length : style.dash) out += (out.size() > 1 ? "," : "") + text(length * 2);
  return out + ")";
}

int point_type(Marker marker) {
  switch (marker) {
    case Marker::circle:
      return 7;
    case Marker::square:
      return 5;
    case Marker::triangle:
      return 9;
    case Marker::triangle_down:
      return 11;
    case Marker::diamond:
      return 13;
    case Marker::open_circle:
      return 6;
    case Marker::open_square:
      return 4;
    case Marker::open_triangle:
      return 8;
    case Marker::open_triangle_down:
      return 10;
    case Marker::open_diamond:
      return 12;
    case Marker::cross:
      return 2;
  }
  return 7;
}

double point_size(Marker marker) {
  const bool is_square = marker == Marker::square || marker == Marker::open_square;
  const bool is_circle = marker == Marker::circle || marker == Marker::open_circle;
  return is_square ? 0.62 : is_circle ? 0.72 : 0.85;
}

std::string font(double size, bool bold) {
  return std::string(" font 'DejaVu Sans") + (bold ? ":Bold" : "") + "," + text(size) + "'";
}

std::string colour(const std::string& value) { return " rgb '" + value + "'"; }

std::string line_look(const Style& style, bool has_markers) {
  // Markers tell lines apart well enough; dashes do it where there are none.
  return " lw 2.4 dt " + (has_markers ? "1" : dash_of(style)) + " lc" + colour(style.colour);
}

std::string marker_look(const Style& style) {
  return " pt " + text(point_type(style.marker)) + " ps " + text(point_size(style.marker)) + " lw 1.8 lc" +
         colour(style.colour);
}

std::string gnuplot_string(const std::string& words) {
  static const std::map<char, std::string> escapes = {{'"', "\\042"}, {'$', "\\044"},  {'\'', "\\047"},
                                                      {'@', "\\100"}, {'\\', "\\134"}, {'`', "\\140"}};
  std::string out = "\"";
  for (char c : words) {
    const auto escape = escapes.find(c);
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    out += escape != escapes.end() ? escape->second : control ? " " : std::string(1, c);
  }
  return out + "\"";
}

std::string gnuplot_tick(const std::string& words) {
  std::string out;
  for (char c : words) out += c == '%' ? "%%" : std::string(1, c);
  return gnuplot_string(out);
}

}  // namespace gg::lab
