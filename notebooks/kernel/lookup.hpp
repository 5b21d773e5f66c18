// Names in scope, found in what the compiler knows.
#pragma once

#include <string>
#include <vector>

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

namespace kernel {

// All that "x", "gg::sum" or "x.shape" may mean.
std::vector<clang::NamedDecl*> find(clang::ASTContext& context, const std::string& name);

// For "gg::su" or "x.sh": what is inside of gg or x and begins so. Nothing for a name without a "::", "." or
// "->".
std::vector<std::string> members(clang::ASTContext& context, const std::string& name);

}  // namespace kernel
