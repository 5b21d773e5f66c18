// --profile: where the time of one training goes.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace gg::lab {

// Runs `training` under a profiler; prints the table of its ops, and writes their calls to
// FOLDER/profile.json, a trace for ui.perfetto.dev. `what` says what is trained. Throws if the file is there
// already, and what training throws.
void profile(const std::string& what, const std::filesystem::path& folder,
             const std::function<void()>& training);

}  // namespace gg::lab
