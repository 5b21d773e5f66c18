// What gnuplot's SVG lacks to stand in a page.
#pragma once

#include <string>

namespace gg::lab {

// Text for HTML, XML and their attributes: & < > " ' escaped; characters that XML forbids become blanks.
std::string escaped(const std::string& text);

// gnuplot's SVG with the chart's title and description instead of its own, without the names it repeats in
// every panel (they show up as tooltips), with fonts to fall back on and bold type that browsers understand.
std::string tidy_svg(const std::string& svg, const std::string& title, const std::string& description);

// The <svg> element alone, every id in it (and every reference to one) prefixed by "PREFIX-", so that
// several can stand in one page.
std::string inline_svg(const std::string& svg, const std::string& prefix);

}  // namespace gg::lab
