// Completion and inspection of names.
#include <algorithm>

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Interpreter/CodeCompletion.h>
#include <clang/Sema/Sema.h>

#include "notebooks/kernel/guard.hpp"
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

// "gg::x.size" as its parts: gg, x, size.
std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts(1);
  for (const char c : name) {
    if (c == ':' || c == '.' || c == '-' || c == '>') {
      if (!parts.back().empty()) parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// Where to look for what follows "NAME::", "NAME." or "NAME->".
const clang::DeclContext* scope_of(const clang::NamedDecl* declaration) {
  if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(declaration)) return space;
  if (const auto* alias = llvm::dyn_cast<clang::NamespaceAliasDecl>(declaration))
    return alias->getNamespace();
  if (const auto* whole = llvm::dyn_cast<clang::ClassTemplateDecl>(declaration))
    return whole->getTemplatedDecl();
  clang::QualType type;
  if (const auto* named = llvm::dyn_cast<clang::TypeDecl>(declaration)) {
    type = clang::QualType(named->getTypeForDecl(), 0);
  } else if (const auto* value = llvm::dyn_cast<clang::ValueDecl>(declaration)) {
    type = value->getType().getNonReferenceType();
    if (type->isPointerType()) type = type->getPointeeType();
  }
  return type.isNull() ? nullptr : type->getAsTagDecl();
}

// Everything of that name in this scope, inline namespaces and bases included.
std::vector<clang::NamedDecl*> look_up(const clang::DeclContext* scope, clang::DeclarationName name) {
  std::vector<clang::NamedDecl*> found;
  const auto* context = const_cast<clang::DeclContext*>(scope)->getPrimaryContext();
  for (clang::NamedDecl* declaration : context->lookup(name)) found.push_back(declaration);
  const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(context);
  if (!found.empty() || record == nullptr || !record->hasDefinition()) return found;
  for (const clang::CXXBaseSpecifier& base : record->bases()) {
    const clang::CXXRecordDecl* parent = base.getType()->getAsCXXRecordDecl();
    if (parent != nullptr && found.empty()) found = look_up(parent, name);
  }
  return found;
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
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string Engine::inspect(const std::string& name) const {
  clang::ASTContext& context = parts_->interpreter->getASTContext();
  const clang::DeclContext* scope = context.getTranslationUnitDecl();
  std::vector<clang::NamedDecl*> found;
  for (const std::string& part : parts_of(name)) {
    if (scope == nullptr) return "";
    found = look_up(scope, &context.Idents.get(part));
    if (found.empty()) return "";
    scope = scope_of(found.front());
  }
  std::string text;
  for (clang::NamedDecl* declaration : found) text += described(context, declaration);
  return text;
}

}  // namespace kernel
