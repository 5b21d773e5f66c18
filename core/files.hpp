// Whole files, read and written so that a reader never sees half of one.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace gg {

// The bytes of a file; throws Error with the path and the system's reason.
std::string read_file(const std::filesystem::path& path);

// Writes to a temporary name in the same folder and renames it, so that `path` holds the old bytes or all of
// the new ones. Creates the folder if it is missing. Throws Error with the path and the system's reason.
void write_file(const std::filesystem::path& path, const std::string& bytes);

// The same for a writer that wants a path: `write` is given the temporary one, and throws Error if it fails.
void replace_file(const std::filesystem::path& path,
                  const std::function<void(const std::filesystem::path& temporary)>& write);

}  // namespace gg
