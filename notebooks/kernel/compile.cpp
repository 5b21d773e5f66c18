// Each part of a cell is compiled in a copy of the process before it is compiled here.
#include <cstdio>

#include <llvm/IR/Module.h>

#include "notebooks/kernel/guard.hpp"
#include "notebooks/kernel/hints.hpp"
#include "notebooks/kernel/parts.hpp"
#include "notebooks/kernel/trial.hpp"

namespace kernel {
namespace {

constexpr char mark = '\x1f';  // between the parts of what the copy answers

// Clang's report without the lines that name the interpreter's own buffer.
std::string tidy(const std::string& report) {
  std::string result;
  for (std::size_t from = 0; from < report.size();) {
    std::size_t end = report.find('\n', from);
    end = end == std::string::npos ? report.size() : end + 1;
    const std::string line = report.substr(from, end - from);
    if (line.find("<<< inputs >>>") == std::string::npos) result += line;
    from = end;
  }
  return result;
}

// "In[3]:2:5: error: ..." is the line that says it in short.
std::string first_error(const std::string& report) {
  const std::size_t error = report.find("error: ");
  if (error == std::string::npos) return "the compiler gave no reason";
  const std::size_t before = report.rfind('\n', error);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return report.substr(begin, report.find('\n', error) - begin);
}

Failure compile_error(const std::string& report) {
  return {"CompileError", first_error(report), report + redefinition_hint(report)};
}

Failure link_error(const std::string& symbols) {
  return {"LinkError", "not defined anywhere: " + symbols,
          "Not defined anywhere: " + symbols +
              "\nIt is declared, but neither a cell nor a loaded library defines it. Define it, or load its "
              "library with\n  #pragma cling load(\"LIBRARY\")\n"};
}

std::string joined(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : ", ") + word;
  return result;
}

std::string packed(const Failure& failure) {
  return failure.name + mark + failure.value + mark + failure.text;
}

// A failure without a name stands for success, with warnings as its text.
std::optional<Failure> unpacked(const std::string& answer) {
  const std::size_t first = answer.find(mark);
  const std::size_t second = first == std::string::npos ? first : answer.find(mark, first + 1);
  if (second == std::string::npos) return std::nullopt;
  return Failure{answer.substr(0, first), answer.substr(first + 1, second - first - 1),
                 answer.substr(second + 1)};
}

}  // namespace

std::optional<Failure> Engine::compile_in_trial(const std::string& code) {
  const auto compile = [&]() -> Failure {
    auto unit = parts_->interpreter->Parse(code);
    const std::string report = tidy(parts_->diagnostics);
    if (!unit) {
      llvm::consumeError(unit.takeError());
      return compile_error(report);
    }
    if (unit->TheModule == nullptr) return {"", "", report};
    const auto missing = missing_symbols(*parts_->interpreter, *unit->TheModule);
    return missing.empty() ? Failure{"", "", report} : link_error(joined(missing));
  };
  const Interruptible heard;
  const Trial trial = attempt([&] {
    parts_->diagnostics.clear();
    Failure failure;
    const Report report = guarded([&] { failure = compile(); });
    if (report.ending == Ending::finished) return packed(failure);
    return packed(compile_error(tidy(parts_->diagnostics)));  // LLVM crashes after some errors
  });
  if (trial.interrupted) return Failure{"Interrupted", "the compiler was interrupted", ""};
  const std::optional<Failure> answer = trial.finished ? unpacked(trial.answer) : std::nullopt;
  if (!answer) return Failure{"CompileError", "the compiler crashed on this cell, and gave no reason", ""};
  if (!answer->name.empty()) return answer;
  std::fputs(answer->text.c_str(), stderr);
  return std::nullopt;
}

}  // namespace kernel
