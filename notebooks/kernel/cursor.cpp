#include "notebooks/kernel/cursor.hpp"

#include <cctype>

namespace kernel {
namespace {

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t bytes(const std::string& code, int characters) {
  std::size_t i = 0;
  for (int seen = 0; i < code.size(); ++i) {
    const bool first = (static_cast<unsigned char>(code[i]) & 0xC0U) != 0x80U;  // of its character
    if (first && seen++ == characters) break;
  }
  return i;
}

std::size_t word_start(const std::string& code, std::size_t end) {
  while (end > 0 && in_word(code[end - 1])) --end;
  return end;
}

// The length of the "::", "." or "->" that ends here, or 0.
std::size_t joint(const std::string& code, std::size_t end) {
  if (end >= 2 && (code.compare(end - 2, 2, "::") == 0 || code.compare(end - 2, 2, "->") == 0)) return 2;
  return end >= 1 && code[end - 1] == '.' ? 1 : 0;
}

}  // namespace

std::string up_to(const std::string& code, int cursor) { return code.substr(0, bytes(code, cursor)); }

std::string word_at_end(const std::string& code) { return code.substr(word_start(code, code.size())); }

std::string name_around(const std::string& code, int cursor) {
  std::size_t end = bytes(code, cursor);
  while (end < code.size() && in_word(code[end])) ++end;
  if (word_start(code, end) == end && end > 0 && code[end - 1] == '(') --end;  // right after "sum("
  std::size_t begin = word_start(code, end);
  while (const std::size_t length = joint(code, begin)) {
    const std::size_t before = word_start(code, begin - length);
    if (before == begin - length) break;  // f(x).y: not a name
    begin = before;
  }
  return code.substr(begin, end - begin);
}

}  // namespace kernel
