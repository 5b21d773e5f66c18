// One request: an op, layer, optimizer or schedule applied to files.
#pragma once

#include <filesystem>
#include <string>

#include "core/safetensors.hpp"
#include "tests/run_op/registry.hpp"

namespace gg::run_op {

struct Request {
  std::string name;
  std::vector<std::string> inputs;  // .npy files in the order of the op's inputs; "-" for one left out
  std::string state;                // .npz or .safetensors: parameters and buffers of a layer
  std::string cotangent;            // .npy; 1 everywhere if empty
  bool training = true;             // of a layer
};

// What a request gave: "output" and other results, and the gradients of inputs and parameters, by name.
struct Answer {
  NamedTensors results, gradients;
};

// Throws for an unknown name, an attribute or input that is missing, unknown or unfit, and what the op
// throws.
Answer run(const Request& request, Attributes& attributes);

// A small net, Linear-Tanh-Linear from `state`, trained on inputs x and target by the named optimizer.
// Attributes beside the optimizer's: "hidden", "steps", "every", "batches" (parts of the rows, taken in
// turn); "groups" [{"parameters": [names], "weight_decay", "lr"}]; "schedule" {"name", ...}; "clip_norm",
// "clip_value". Results: each parameter, stacked over every so many steps, and "rates" (steps, groups).
Answer train(const OptimizerRow& row, const Request& request, Attributes& attributes);

// The rates of a schedule over "steps" steps for groups that start at the rates "lr": "output" (steps + 1,
// groups).
Answer rates(const ScheduleRow& row, Attributes& attributes);

// By its ending: .npy (one tensor, without a name), .npz or .safetensors.
State load_any(const std::filesystem::path& path);
void save_any(const std::filesystem::path& path, const State& state);

}  // namespace gg::run_op
