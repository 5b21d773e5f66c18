// A chart in a report: a picture that needs nothing, and what makes it interactive where scripts run.
#pragma once

#include <string>

#include "demos/lab/report/report.hpp"

namespace gg::lab {

// The JavaScript of Vega, Vega-Lite and Vega-Embed that the build put together; empty if it had no npm.
std::string chart_script();

// What turns the figures of a page interactive, to stand after chart_script().
extern const char* const page_script;

// A <figure>: the SVG (in its place, if it is empty, the numbers as a table, and `problem` in words), the
// caption, the SVG and the numbers to download, and, if there is to be a script, the specification for
// Vega-Lite. `number` counts the figures of a page from 1. A chart that check() does not pass shows why, and
// its numbers.
std::string figure_html(const NamedChart& item, const std::string& svg, const std::string& problem,
                        std::size_t number, bool has_script);

// JSON as it can stand within a <script> element: no "<" that could end it.
std::string json_in_script(const Json& json);

}  // namespace gg::lab
