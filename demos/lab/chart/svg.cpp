#include "demos/lab/chart/svg.hpp"

#include <regex>

#include "core/check.hpp"

namespace gg::lab {
namespace {

void replace_all(std::string& text, const std::string& old_part, const std::string& new_part) {
  for (std::size_t at = 0; (at = text.find(old_part, at)) != std::string::npos; at += new_part.size()) {
    text.replace(at, old_part.size(), new_part);
  }
}

// Replaces what lies between two marks, the marks included, at the first place where they are.
void replace_between(std::string& text, const std::string& start, const std::string& end,
                     const std::string& new_part) {
  const std::size_t from = text.find(start);
  if (from == std::string::npos) return;
  const std::size_t to = text.find(end, from);
  if (to != std::string::npos) text.replace(from, to + end.size() - from, new_part);
}

}  // namespace

std::string escaped(const std::string& words) {
  std::string out;
  for (char c : words) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
      case '\t':
        out += c;
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
  }
  return out;
}

std::string tidy_svg(const std::string& svg, const std::string& title, const std::string& description) {
  std::string out =
      std::regex_replace(svg, std::regex("<g id=\"gnuplot_plot_[^\"]*\" *><title>[^<]*</title>"), "<g>");
  replace_between(out, "<title>", "</title>", "<title>" + escaped(title) + "</title>");
  replace_between(out, "<desc>", "</desc>", "<desc>" + escaped(description) + "</desc>");
  replace_all(out, "font-family=\"DejaVu Sans:Bold\"", "font-family=\"DejaVu Sans\" font-weight=\"bold\"");
  replace_all(out, "font-family=\"DejaVu Sans\"", "font-family=\"DejaVu Sans, Verdana, sans-serif\"");
  return out;
}

std::string inline_svg(const std::string& svg, const std::string& prefix) {
  const std::size_t start = svg.find("<svg");
  GG_CHECK(start != std::string::npos, "inline_svg: expected an <svg> element, got ", svg.substr(0, 60));
  std::string out = svg.substr(start);
  out = std::regex_replace(out, std::regex("(\\sid=['\"])([^'\"]+)"), "$1" + prefix + "-$2");
  out = std::regex_replace(out, std::regex("(href=['\"]#)"), "$1" + prefix + "-");
  return std::regex_replace(out, std::regex("(url\\(#)"), "$1" + prefix + "-");
}

}  // namespace gg::lab
