#include "notebooks/kernel/engine.hpp"

#include <cstdio>

#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/TargetSelect.h>

#include "notebooks/kernel/guard.hpp"
#include "notebooks/kernel/parts.hpp"
#include "notebooks/kernel/split.hpp"

namespace kernel {
namespace {

constexpr const char* restart_hint =
    "Restart the kernel (menu Kernel, Restart) and run the cells from the top.";
constexpr const char* kept_hint =
    "The names that this cell defines stay defined. To run it again, give them other names or restart the "
    "kernel.";

std::string on_its_line(const Piece& piece, const std::string& name) {
  return "#line " + std::to_string(piece.line) + " \"" + name + "\"\n" + piece.code;
}

}  // namespace

std::unique_ptr<clang::CompilerInstance> make_compiler(const std::vector<std::string>& arguments) {
  std::vector<const char*> words;
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  clang::IncrementalCompilerBuilder builder;
  builder.SetCompilerArgs(words);
  return llvm::cantFail(builder.CreateCpp());
}

Engine::Engine(const std::vector<std::string>& arguments) : parts_(std::make_unique<Parts>()) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  for (const std::string& argument : arguments) {
    if (argument.rfind("-L", 0) == 0) {
      parts_->libraries.add_folder(argument.substr(2));
    } else {
      parts_->arguments.push_back(argument);
    }
  }
  // Constructors that are aliases of others get lost between inputs; an endless loop is to be interrupted,
  // not optimized away; the comments of names are shown by inspect(); values at the end of a cell are meant.
  for (const char* argument : {"-DXCPP_KERNEL", "-Xclang", "-mno-constructor-aliases", "-fno-finite-loops",
                               "-fparse-all-comments", "-Wno-unused-value", "-Wno-unused-result"}) {
    parts_->arguments.emplace_back(argument);
  }
  auto compiler = make_compiler(parts_->arguments);
  parts_->stream = std::make_unique<llvm::raw_string_ostream>(parts_->diagnostics);
  compiler->getDiagnostics().setClient(
      new clang::TextDiagnosticPrinter(*parts_->stream, &compiler->getDiagnosticOpts()));
  parts_->interpreter = llvm::cantFail(clang::Interpreter::create(std::move(compiler)));
  add_cling_pragmas(*parts_->interpreter->getCompilerInstance(), parts_->libraries);
  // The slowest part of any notebook's first cell is done before it comes.
  if (llvm::Error error = parts_->interpreter->ParseAndExecute("#include \"xcpp/xdisplay.hpp\"\n")) {
    std::fprintf(stderr, "%s\n%s\n", llvm::toString(std::move(error)).c_str(), parts_->diagnostics.c_str());
  }
}

Engine::~Engine() = default;

std::optional<Failure> Engine::run(const std::string& cell, const std::string& name) {
  if (parts_->damaged) {
    std::fprintf(stderr, "An earlier cell crashed, and results may be wrong from here on. %s\n",
                 restart_hint);
  }
  for (const Piece& piece : split(cell)) {
    if (auto failure = run(piece, name)) return failure;
  }
  return std::nullopt;
}

std::optional<Failure> Engine::run(const Piece& piece, const std::string& name) {
  clang::Interpreter& interpreter = *parts_->interpreter;
  const std::string code = on_its_line(piece, name);
  if (const std::string error = bracket_error(piece, name); !error.empty()) {
    return Failure{"CompileError", error, error};
  }
  if (auto failure = compile_in_trial(code)) return failure;

  parts_->diagnostics.clear();
  llvm::Expected<clang::PartialTranslationUnit&> unit = interpreter.Parse(code);
  if (!unit) return Failure{"CompileError", "the compiler lost its way", llvm::toString(unit.takeError())};
  if (unit->TheModule == nullptr) return std::nullopt;

  std::string link_error;
  const Report report = [&] {
    const Interruptible heard;
    return guarded([&] { link_error = llvm::toString(interpreter.Execute(*unit)); });
  }();
  if (report.ending == Ending::finished && link_error.empty()) {
    show_value();
    return std::nullopt;
  }
  if (!link_error.empty()) {
    parts_->damaged = true;
    return Failure{"LinkError", link_error, link_error + "\n" + restart_hint};
  }
  Failure failure{report.name, report.what, report.name + ": " + report.what + "\n"};
  if (report.ending == Ending::crashed) {
    parts_->damaged = true;
    failure.text += std::string("The kernel lives, but its memory may be damaged. ") + restart_hint;
  } else if (!can_undo(*unit)) {
    failure.text += kept_hint;
  } else if (llvm::Error error = interpreter.Undo()) {
    failure.text += llvm::toString(std::move(error));
  }
  return failure;
}

}  // namespace kernel
