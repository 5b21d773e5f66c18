// What is known about an input before it runs.
#include <algorithm>

#include <clang/AST/RecursiveASTVisitor.h>
#include <llvm/Demangle/Demangle.h>
#include <llvm/IR/Module.h>

#include "notebooks/kernel/parts.hpp"

namespace kernel {
namespace {

class FindsLambda : public clang::RecursiveASTVisitor<FindsLambda> {
 public:
  bool VisitLambdaExpr(clang::LambdaExpr*) {
    found = true;
    return false;
  }
  bool found = false;
};

}  // namespace

std::vector<std::string> missing_symbols(clang::Interpreter& interpreter, const llvm::Module& module) {
  std::vector<std::string> names;
  for (const llvm::GlobalObject& object : module.global_objects()) {
    if (!object.isDeclaration() || object.use_empty() || object.getName().starts_with("llvm.") ||
        object.hasExternalWeakLinkage()) {
      continue;
    }
    llvm::Expected<llvm::orc::ExecutorAddr> address = interpreter.getSymbolAddress(object.getName());
    if (address) continue;
    llvm::consumeError(address.takeError());
    names.push_back(llvm::demangle(object.getName().str()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool can_undo(const clang::PartialTranslationUnit& unit) {
  for (clang::Decl* declaration : unit.TUPart->decls()) {
    const bool plain = llvm::isa<clang::VarDecl, clang::FunctionDecl, clang::TopLevelStmtDecl>(declaration);
    if (!plain || llvm::isa<clang::VarTemplateSpecializationDecl>(declaration)) return false;
    FindsLambda lambda;
    lambda.TraverseDecl(declaration);
    if (lambda.found) return false;
  }
  return true;
}

}  // namespace kernel
