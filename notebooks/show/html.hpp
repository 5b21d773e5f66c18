// Tables for notebooks.
#pragma once

#include <string>
#include <vector>

namespace gg::show {

// An HTML table; the first of the rows is its head. All text is escaped.
std::string html_table(const std::vector<std::vector<std::string>>& rows, const std::string& caption);

}  // namespace gg::show
