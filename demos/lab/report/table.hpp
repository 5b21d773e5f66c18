// A table of text: aligned columns in the terminal, a <table> in the report.
#pragma once

#include <string>
#include <vector>

namespace gg::lab {

// fixed(value, digits); of a million and more, as of a loss that exploded, significant(value).
std::string number_text(double value, int digits);

struct Table {
  std::string title;                           // may be empty
  std::vector<std::string> columns;            // headings
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`
};

// How a table shows several runs: their mean and standard deviation, "5.17 ± 0.12"; "5.17" of one, "-" of
// none.
std::string mean_and_sd_text(const std::vector<double>& values, int digits);

// Throws Error naming table and row when a row is not as long as `columns`.
void check(const Table& table);

// The first column left-aligned, the others right-aligned, two blanks apart, a rule
// of '-' below the headings.
std::string terminal_text(const Table& table);

}  // namespace gg::lab
