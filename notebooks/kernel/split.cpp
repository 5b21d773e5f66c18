#include "notebooks/kernel/split.hpp"

#include <algorithm>

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>

namespace kernel {
namespace {

struct Token {
  std::size_t offset;
  std::string text;
  bool starts_line;
  bool unfinished;  // a string, character or comment without its end
};

clang::LangOptions cpp17() {
  clang::LangOptions options;
  options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus14 = options.CPlusPlus17 = true;
  options.RawStringLiterals = options.LineComment = true;
  return options;
}

std::vector<Token> tokens(const std::string& code) {
  const clang::LangOptions options = cpp17();
  clang::Lexer lexer(clang::SourceLocation::getFromRawEncoding(2), options, code.data(), code.data(),
                     code.data() + code.size());
  std::vector<Token> all;
  clang::Token token;
  do {
    const bool end = lexer.LexFromRawLexer(token);
    const auto length = std::min<std::size_t>(token.getLength(), code.size());
    const auto offset = static_cast<std::size_t>(lexer.getBufferLocation() - code.data()) - length;
    if (token.isNot(clang::tok::eof)) {
      const bool unfinished = token.is(clang::tok::unknown) && length > 0 &&
                              (code[offset] == '"' || code[offset] == '\'' || code[offset] == '/');
      all.push_back({offset, code.substr(offset, length), token.isAtStartOfLine(), unfinished});
    }
    if (end) break;
  } while (token.isNot(clang::tok::eof));
  return all;
}

bool opens(const Token& token) { return token.text == "(" || token.text == "[" || token.text == "{"; }
bool closes(const Token& token) { return token.text == ")" || token.text == "]" || token.text == "}"; }

std::string partner(const std::string& bracket) { return bracket == "(" ? ")" : bracket == "[" ? "]" : "}"; }

// The end of the line (with its continuations) that begins at this offset.
std::size_t line_end(const std::string& code, std::size_t offset) {
  std::size_t end = code.find('\n', offset);
  while (end != std::string::npos && end > 0 && code[end - 1] == '\\') end = code.find('\n', end + 1);
  return end == std::string::npos ? code.size() : end + 1;
}

void add(std::vector<Piece>& pieces, const std::string& cell, std::size_t from, std::size_t to,
         bool directive) {
  const std::string code = cell.substr(from, to - from);
  if (code.find_first_not_of(" \t\r\n") == std::string::npos) return;
  const auto lines = std::count(cell.begin(), cell.begin() + static_cast<std::ptrdiff_t>(from), '\n');
  pieces.push_back({code, static_cast<int>(lines) + 1, directive});
}

}  // namespace

std::vector<Piece> split(const std::string& cell) {
  const std::vector<Token> all = tokens(cell);
  std::vector<Piece> pieces;
  std::size_t from = 0;
  int depth = 0;  // of conditionals and brackets
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (opens(all[i])) ++depth;
    if (closes(all[i])) --depth;
    if (all[i].text != "#" || !all[i].starts_line || i + 1 == all.size()) continue;
    const std::string& word = all[i + 1].text;
    if (word == "if" || word == "ifdef" || word == "ifndef") ++depth;
    if (word == "endif") --depth;
    const bool cling = word == "pragma" && i + 2 < all.size() && all[i + 2].text == "cling";
    if (depth != 0 || (word != "include" && !cling)) continue;
    const std::size_t end = line_end(cell, all[i].offset);
    add(pieces, cell, from, all[i].offset, false);
    add(pieces, cell, all[i].offset, end, true);
    from = end;
    while (i + 1 < all.size() && all[i + 1].offset < end) ++i;
  }
  add(pieces, cell, from, cell.size(), false);
  return pieces;
}

std::string bracket_error(const Piece& piece, const std::string& name) {
  std::vector<Token> open;
  const Token* stray = nullptr;
  const std::vector<Token> all = tokens(piece.code);
  for (const Token& token : all) {
    if (token.text == "#" && token.starts_line) return "";
    if (opens(token)) open.push_back(token);
    if (!closes(token)) continue;
    if (open.empty() || partner(open.back().text) != token.text) {
      stray = &token;
      break;
    }
    open.pop_back();
  }
  if (stray == nullptr && open.empty()) return "";
  const Token& culprit = stray != nullptr && open.empty() ? *stray : open.back();
  const auto place = static_cast<std::ptrdiff_t>(culprit.offset);
  const auto line = std::count(piece.code.begin(), piece.code.begin() + place, '\n') + piece.line;
  const std::size_t newline = piece.code.rfind('\n', culprit.offset);
  const std::size_t column = culprit.offset - (newline == std::string::npos ? 0 : newline + 1) + 1;
  return name + ":" + std::to_string(line) + ":" + std::to_string(column) + ": error: '" + culprit.text +
         (closes(culprit) ? "' closes nothing" : "' is not closed by '" + partner(culprit.text) + "'");
}

bool is_complete(const std::string& cell) {
  int depth = 0;
  for (const Token& token : tokens(cell)) {
    if (opens(token)) ++depth;
    if (closes(token)) --depth;
    if (token.unfinished) return false;
  }
  return depth <= 0;
}

}  // namespace kernel
