// Whole files, read and written so that a reader never sees half of one.
#pragma once

#include <filesystem>
#include <string>

namespace gg::lab {

// The bytes of a file; throws Error with the path and the system's reason.
std::string read_file(const std::filesystem::path& path);

// Writes to a temporary name in the same folder and renames it, so that `path` holds the old bytes or all of
// the new ones. Creates the folder if it is missing. Throws Error with the path and the system's reason.
void write_file(const std::filesystem::path& path, const std::string& bytes);

}  // namespace gg::lab
