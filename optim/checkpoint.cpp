#include "optim/checkpoint.hpp"

#include "core/safetensors.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// The parts of a checkpoint under their names in the file.
std::vector<std::pair<std::string, State>> parts_of(const Checkpoint& c) {
  return {{"model", {c.model, {}}},
          {"optimizer", c.optimizer},
          {"schedule", c.schedule},
          {"random", {{}, {{"state", c.random}}}},
          {"notes", {{}, c.notes}}};
}

std::size_t count(const State& state) { return state.tensors.size() + state.texts.size(); }

}  // namespace

void save_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  State all;
  for (const auto& [name, part] : parts_of(checkpoint)) add_part(all, name, part);
  save_safetensors(path, all);
}

Checkpoint load_checkpoint(const std::filesystem::path& path) {
  const State all = load_safetensors(path);
  const auto random = all.texts.find("random.state");
  GG_CHECK(random != all.texts.end(), path.string(), ": not a checkpoint (it has no entry 'random.state')");
  const Checkpoint checkpoint{part_of(all, "model").tensors, part_of(all, "optimizer"),
                              part_of(all, "schedule"), random->second, part_of(all, "notes").texts};
  std::size_t known = 0;
  for (const auto& [name, part] : parts_of(checkpoint)) known += count(part);
  GG_CHECK(known == count(all), path.string(), ": not a checkpoint (", count(all) - known,
           " entries belong to neither model, optimizer, schedule, random nor notes)");
  return checkpoint;
}

}  // namespace GG_SCALAR
}  // namespace gg
