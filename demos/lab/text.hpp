// How text and numbers are laid out in a terminal and on a chart. All text is UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gg::lab {

// Terminal columns that the text takes: combining marks none, East Asian wide characters and emoji two.
std::size_t display_width(const std::string& text);

// The text cut to at most `width` columns, its end replaced by "..." if something was cut.
std::string shortened(const std::string& text, std::size_t width);

// The text in lines of at most `width` columns, broken between words; those after the first begin with
// `indent`. A word that is wider gets a line of its own.
std::string wrapped(const std::string& text, std::size_t width, const std::string& indent);

// A number with so many digits after the point: fixed(5.168, 2) is "5.17"; never "-0.00".
std::string fixed(double value, int digits);

// The same with its sign: "+1.89", "-0.20", "0.00".
std::string with_sign(double value, int digits);

// A number to so many digits from its first one on: significant(0.012345) is "0.0123", significant(12345)
// "12,300"; small and large ones with an exponent: "1.23e-05", "1.23e+06".
std::string significant(double value, int digits = 3);

// A whole number with separators: "12,345".
std::string with_separators(double value);

// Seconds as "0:07", "12:30" or "1:02:03".
std::string duration_text(double seconds);

// "a", "a and b", "a, b and c".
std::string list_text(const std::vector<std::string>& items);

// "1 seed", "3 seeds".
std::string count_text(std::size_t count, const std::string& noun);

}  // namespace gg::lab
