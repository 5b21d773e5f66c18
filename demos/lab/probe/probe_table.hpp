// All probes by name.
#pragma once

#include <memory>

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

struct ProbeEntry {
  std::string name, description;
  std::unique_ptr<Probe> (*make)(std::size_t every);
};

const std::vector<ProbeEntry>& probe_table();

// Throws if the name is unknown, and lists the known ones.
std::unique_ptr<Probe> make_probe(const std::string& name, std::size_t every = 10);

}  // namespace gg::lab
