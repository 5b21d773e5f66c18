#include "notebooks/kernel/lookup.hpp"

#include <algorithm>

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>

namespace kernel {
namespace {

// "gg::x.size" as its parts: gg, x, size.
std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from < name.size();) {
    const std::size_t end = std::min(name.find_first_of(":.->", from), name.size());
    if (end > from) parts.push_back(name.substr(from, end - from));
    from = end + 1;
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

// A namespace is opened many times.
const clang::DeclContext* next_part(const clang::DeclContext* part) {
  const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(part);
  const clang::NamespaceDecl* before = space == nullptr ? nullptr : space->getPreviousDecl();
  return before;
}

bool hidden(const clang::NamedDecl* name) {
  return name->getAccess() == clang::AS_private || name->getAccess() == clang::AS_protected ||
         name->isImplicit() || name->getName().starts_with("__");
}

// Everything inside whose name begins so.
void collect(const clang::DeclContext* scope, const std::string& beginning, std::vector<std::string>& names) {
  const auto* context = const_cast<clang::DeclContext*>(scope)->getPrimaryContext();
  const auto* space_of_all = llvm::dyn_cast<clang::NamespaceDecl>(context);
  const clang::DeclContext* latest = space_of_all == nullptr ? context : space_of_all->getMostRecentDecl();
  for (const clang::DeclContext* part = latest; part != nullptr; part = next_part(part)) {
    for (const clang::Decl* declaration : part->decls()) {
      const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(declaration);
      if (space != nullptr && space->isInline()) collect(space, beginning, names);
      const auto* named = llvm::dyn_cast<clang::NamedDecl>(declaration);
      if (named == nullptr || named->getIdentifier() == nullptr) continue;
      if (named->getName().starts_with(beginning) && !hidden(named)) names.push_back(named->getName().str());
    }
  }
  const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(context);
  if (record == nullptr || !record->hasDefinition()) return;
  for (const clang::CXXBaseSpecifier& base : record->bases()) {
    const clang::CXXRecordDecl* parent = base.getType()->getAsCXXRecordDecl();
    if (parent != nullptr) collect(parent, beginning, names);
  }
}

}  // namespace

std::vector<clang::NamedDecl*> find(clang::ASTContext& context, const std::string& name) {
  const clang::DeclContext* scope = context.getTranslationUnitDecl()->getPrimaryContext();
  std::vector<clang::NamedDecl*> found;
  for (const std::string& part : parts_of(name)) {
    if (scope == nullptr) return {};
    found = look_up(scope, &context.Idents.get(part));
    if (found.empty()) return {};
    scope = scope_of(found.front());
  }
  return found;
}

std::vector<std::string> members(clang::ASTContext& context, const std::string& name) {
  const std::size_t joint = name.find_last_of(":.>");
  if (joint == std::string::npos) return {};
  const std::vector<clang::NamedDecl*> whole = find(context, name.substr(0, joint + 1));
  const clang::DeclContext* scope = whole.empty() ? nullptr : scope_of(whole.front());
  std::vector<std::string> names;
  if (scope != nullptr) collect(scope, name.substr(joint + 1), names);
  return names;
}

}  // namespace kernel
