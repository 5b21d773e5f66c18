// A chart's numbers as a file that spreadsheets and data frames read (RFC 4180, with plain line feeds).
#pragma once

#include <string>

#include "demos/lab/chart/chart.hpp"

namespace gg::lab {

// A line of names, then one line a row; columns in their order, numbers so that they read back the same, and
// those that are not finite as empty fields. Texts with commas, quotes, line breaks or blanks at their ends
// are quoted. Throws Error as check(chart) does for columns of unequal lengths.
std::string csv(const Chart& chart);

}  // namespace gg::lab
