// Everything that training needs to go on, in one .safetensors file: training resumed from a checkpoint
// continues bit for bit.
//
//   save_checkpoint("run.safetensors", {net.state_dict(), adam.state_dict(), cosine.state_dict(),
//                                       default_random().state(), {{"epoch", "3"}}});
//
//   const Checkpoint c = load_checkpoint("run.safetensors");
//   net.load_state_dict(c.model);
//   adam.load_state_dict(c.optimizer);  // before the schedule, whose rates start from the optimizer's
//   cosine.load_state_dict(c.schedule);
//   default_random().set_state(c.random);
#pragma once

#include <filesystem>

#include "core/state.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What is saved; parts that are left empty are loaded empty.
struct Checkpoint {
  NamedTensors model;                        // Module::state_dict()
  State optimizer, schedule;                 // Optimizer::state_dict(), Schedule::state_dict()
  std::string random;                        // Random::state()
  std::map<std::string, std::string> notes;  // one's own: where the data stood, settings, ...
};

// Replaces an existing file only by a whole new one. In the file, names begin with "model.", "optimizer.",
// "schedule.", "random." and "notes.". Throws as save_safetensors and load_safetensors do, and for a file
// that holds anything else.
void save_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);
Checkpoint load_checkpoint(const std::filesystem::path& path);

}  // namespace GG_SCALAR
}  // namespace gg
