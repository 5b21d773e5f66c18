// Completion and inspection of names.
#include <algorithm>

#include <clang/AST/Decl.h>
#include <clang/Interpreter/CodeCompletion.h>
#include <clang/Sema/Sema.h>

#include "notebooks/kernel/cursor.hpp"
#include "notebooks/kernel/guard.hpp"
#include "notebooks/kernel/lookup.hpp"
#include "notebooks/kernel/parts.hpp"
#include "notebooks/kernel/split.hpp"
#include "notebooks/kernel/trial.hpp"

namespace kernel {
namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  for (std::size_t from = 0, end = 0; (end = text.find('\n', from)) != std::string::npos; from = end + 1) {
    result.push_back(text.substr(from, end - from));
  }
  return result;
}

std::string comment_of(clang::ASTContext& context, const clang::NamedDecl* declaration) {
  const clang::RawComment* comment = context.getRawCommentForAnyRedecl(declaration);
  return comment == nullptr ? "" : comment->getRawText(context.getSourceManager()).str() + "\n";
}

std::string described(clang::ASTContext& context, clang::NamedDecl* declaration) {
  clang::PrintingPolicy policy(context.getLangOpts());
  policy.TerseOutput = true;
  policy.PolishForDeclaration = true;
  std::string text;
  llvm::raw_string_ostream out(text);
  out << comment_of(context, declaration);
  declaration->print(out, policy);
  out << ";\n";
  if (const auto* value = llvm::dyn_cast<clang::VarDecl>(declaration)) {
    out << "// " << value->getType().getCanonicalType().getAsString(policy) << "\n";
  }
  return text;
}

}  // namespace

std::vector<std::string> Engine::complete(const std::string& code) {
  const std::vector<Piece> pieces = split(code);
  const std::string last = pieces.empty() ? "" : pieces.back().code;
  const auto line = static_cast<unsigned>(std::count(last.begin(), last.end(), '\n')) + 1;
  const std::size_t newline = last.rfind('\n');
  const std::size_t column = last.size() - (newline == std::string::npos ? 0 : newline + 1) + 1;
  const Trial trial = attempt([&] {
    std::string answer;
    guarded([&] {
      auto compiler = make_compiler(parts_->arguments);
      clang::ReplCodeCompleter completer;
      std::vector<std::string> names;
      completer.codeComplete(compiler.get(), last, line, static_cast<unsigned>(column),
                             parts_->interpreter->getCompilerInstance(), names);
      for (const std::string& name : names) answer += name + "\n";
    });
    return answer;
  });
  std::vector<std::string> names = lines(trial.answer);
  const std::string name = name_around(last, static_cast<int>(last.size()));
  for (const std::string& member : members(parts_->interpreter->getASTContext(), name)) {
    names.push_back(member);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string Engine::inspect(const std::string& name) const {
  clang::ASTContext& context = parts_->interpreter->getASTContext();
  std::string text;
  for (clang::NamedDecl* declaration : find(context, name)) text += described(context, declaration);
  return text;
}

}  // namespace kernel
