// Pieces of gnuplot's language.
#pragma once

#include <string>

#include "demos/lab/chart/style.hpp"

namespace gg::lab {

// A text as a gnuplot string in which no character has a meaning of its own: quotes, backslashes, backquotes
// (they would run a command) and macros are written as octal numbers; line breaks and other control
// characters become blanks. The terminals are set to `noenhanced`, so _ ^ { } & ~ are letters like any other.
std::string gnuplot_string(const std::string& text);

// The same for the label of a tick, where gnuplot takes a % for the start of a number's format.
std::string gnuplot_tick(const std::string& text);

std::string dash_of(const Style& style);           // for `dt`
int point_type(Marker marker);                     // for `pt`
double point_size(Marker marker);                  // for `ps`, so that all look alike in size
std::string font(double size, bool bold = false);  // " font '...'"
std::string line_look(const Style& style, bool has_markers);
std::string marker_look(const Style& style);
std::string colour(const std::string& value);  // " rgb '#RRGGBB'", behind lc, tc or fc

}  // namespace gg::lab
