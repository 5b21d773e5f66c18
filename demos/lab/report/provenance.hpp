// Where numbers come from: the command, the day, the state of the sources, the file of results.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gg::lab {

// argv as it came.
std::vector<std::string> command_line(int argc, const char* const* argv);

// A command as one would type it into a shell, quoted where that is needed.
std::string shell_text(const std::vector<std::string>& command);

// The present day and time, local: "2024-05-31 17:05".
std::string date_text();

// The git revision that this program was built from, with "-dirty" if files differed from it:
// "80eb3f3-dirty". "unknown" if it was built outside a git tree or without git.
std::string built_revision();

// The SHA-256 of a file's bytes, 64 hexadecimal digits (by coreutils' sha256sum); "unknown" if it cannot be
// had.
std::string file_hash(const std::filesystem::path& path);

}  // namespace gg::lab
