// All measures of stability in one list, for reports and documentation. Each is a function of its own; the
// header says what it takes.
#pragma once

#include <string>
#include <vector>

namespace gg::lab {

struct MeasureEntry {
  std::string name;        // the function's
  std::string header;      // in demos/lab/measure
  std::string definition;  // in a line
  std::string unit;        // "" for a plain number
  std::string source;      // arXiv number; "" where it is common usage
};

const std::vector<MeasureEntry>& measure_table();

// The definitions of these measures, a sentence each, for the notes of a report: "Sharpness: largest
// eigenvalue of the Hessian ...; unit: loss / parameter^2 (arXiv 2103.00065)." Throws Error for an unknown
// name, and lists the known ones.
std::string definitions_of(const std::vector<std::string>& measures);

}  // namespace gg::lab
