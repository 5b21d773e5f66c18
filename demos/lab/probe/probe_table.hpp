// All probes by name.
#pragma once

#include <memory>

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// One number for each layer and observed step.
struct ProbeQuantity {
  std::string name;          // as it is recorded: "dead share"
  std::string unit;          // "share of channels"
  bool logarithmic = false;  // above 0, and best seen on a logarithmic axis
};

struct ProbeEntry {
  std::string name, description;
  std::string place;                      // what it looks at: "norm", "ReLU", or "layer" for what has weights
  std::vector<ProbeQuantity> quantities;  // those that are one number; none of a probe that records lists
  std::unique_ptr<Probe> (*make)(std::size_t every);
};

const std::vector<ProbeEntry>& probe_table();

// Throws if the name is unknown, and lists the known ones.
const ProbeEntry& probe_entry(const std::string& name);
std::unique_ptr<Probe> make_probe(const std::string& name, std::size_t every = 10);

}  // namespace gg::lab
