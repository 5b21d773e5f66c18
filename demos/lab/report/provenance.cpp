#include "demos/lab/report/provenance.hpp"

#include <ctime>

#include "core/check.hpp"
#include "core/files.hpp"
#include "demos/lab/process.hpp"

namespace gg::lab {
namespace {

std::string quoted(const std::string& argument) {
  const auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) return argument;
  std::string out = "'";
  for (char c : argument) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

}  // namespace

std::vector<std::string> command_line(int argc, const char* const* argv) { return {argv, argv + argc}; }

std::string shell_text(const std::vector<std::string>& command) {
  std::string out;
  for (const auto& argument : command) out += (out.empty() ? "" : " ") + quoted(argument);
  return out;
}

std::string date_text() {
  const std::time_t now = std::time(nullptr);
  char out[64];
  std::strftime(out, sizeof out, "%Y-%m-%d %H:%M", std::localtime(&now));
  return out;
}

std::string file_hash(const std::filesystem::path& path) {
  try {
    const auto sum = run_process({"sha256sum"}, read_file(path));
    const std::string hash = sum.output.substr(0, sum.output.find(' '));
    return sum.exit_code == 0 && hash.size() == 64 ? hash : "unknown";
  } catch (const Error&) {
    return "unknown";
  }
}

}  // namespace gg::lab
