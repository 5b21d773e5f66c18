#include "notebooks/show/html.hpp"

#include "demos/lab/chart/svg.hpp"

namespace gg::show {

std::string html_table(const std::vector<std::vector<std::string>>& rows, const std::string& caption) {
  std::string html = "<table>";
  if (!caption.empty())
    html += "<caption style=\"white-space:nowrap;text-align:left\">" + lab::escaped(caption) + "</caption>";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    html += "<tr>";
    for (const std::string& cell : rows[i]) {
      const std::string name = i == 0 ? "th" : "td";
      html += "<" + name + ">" + lab::escaped(cell) + "</" + name + ">";
    }
    html += "</tr>";
  }
  return html + "</table>";
}

}  // namespace gg::show
