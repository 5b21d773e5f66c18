#include "notebooks/kernel/pragmas.hpp"

#include <filesystem>

#include <clang/Basic/FileManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/LiteralSupport.h>
#include <clang/Lex/Pragma.h>
#include <clang/Lex/Preprocessor.h>
#include <dlfcn.h>

namespace kernel {
namespace {

void add_include_path(clang::Preprocessor& preprocessor, const std::string& folder) {
  auto entry = preprocessor.getFileManager().getOptionalDirectoryRef(folder);
  if (!entry) return;  // as a compiler passes over -I of a folder that is not there
  preprocessor.getHeaderSearchInfo().AddSearchPath(
      clang::DirectoryLookup(*entry, clang::SrcMgr::C_User, /*isFramework=*/false), /*isAngled=*/true);
}

class ClingPragma : public clang::PragmaHandler {
 public:
  explicit ClingPragma(Libraries& libraries) : PragmaHandler("cling"), libraries_(libraries) {}

  void HandlePragma(clang::Preprocessor& preprocessor, clang::PragmaIntroducer,
                    clang::Token& first) override {
    clang::Token word, argument;
    preprocessor.Lex(word);
    const clang::IdentifierInfo* name = word.getIdentifierInfo();
    const std::string what = name != nullptr ? name->getName().str() : "";
    std::string value;
    preprocessor.Lex(argument);
    if (argument.is(clang::tok::l_paren)) preprocessor.Lex(argument);
    if (!preprocessor.FinishLexStringLiteral(argument, value, "pragma cling", /*AllowMacroExpansion=*/true)) {
      return;
    }
    if (what == "add_include_path") {
      add_include_path(preprocessor, value);
    } else if (what == "add_library_path") {
      libraries_.add_folder(value);
    } else if (what == "load") {
      const std::string error = libraries_.load(value);
      if (!error.empty()) report(preprocessor, first.getLocation(), error);
    } else {
      report(preprocessor, word.getLocation(),
             "'" + what + "' is none of add_include_path, add_library_path, load");
    }
  }

 private:
  static void report(clang::Preprocessor& preprocessor, clang::SourceLocation where,
                     const std::string& text) {
    clang::DiagnosticsEngine& diagnostics = preprocessor.getDiagnostics();
    diagnostics.Report(where,
                       diagnostics.getCustomDiagID(clang::DiagnosticsEngine::Error, "pragma cling: %0"))
        << text;
  }

  Libraries& libraries_;
};

}  // namespace

std::string Libraries::load(const std::string& name) const {
  std::vector<std::string> candidates;
  for (const std::string& ending : {std::string(), std::string(".so")}) {
    for (const std::string& beginning : {std::string(), std::string("lib")}) {
      const std::string file = beginning + name + ending;
      for (const std::string& folder : folders_) {
        const std::filesystem::path path = std::filesystem::path(folder) / file;
        if (std::filesystem::is_regular_file(path)) candidates.push_back(path.string());
      }
      if (name.find('/') == std::string::npos || beginning.empty()) candidates.push_back(file);
    }
  }
  std::string error = "nothing of that name";
  for (const std::string& candidate : candidates) {
    if (dlopen(candidate.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) return "";
    const std::string said = dlerror();
    if (said.find("No such file") == std::string::npos) error = said;
  }
  return "cannot load \"" + name + "\": " + error;
}

void add_cling_pragmas(clang::CompilerInstance& compiler, Libraries& libraries) {
  compiler.getPreprocessor().AddPragmaHandler(new ClingPragma(libraries));  // which the preprocessor owns
}

}  // namespace kernel
