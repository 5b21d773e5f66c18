// What every demo asks for on its command line, and how it runs its body.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "demos/lab/dataset.hpp"
#include "demos/lab/json.hpp"
#include "demos/lab/models.hpp"

namespace gg::lab {

struct CommonOptions {
  std::string data = "glyphs", data_dir, model = "conv3", head = "gap", out;
  std::size_t seeds = 5, train_images = 4800;
  std::size_t steps = 0, resolution = 0;  // 0: what suits the model
  double lr = 0;                          // 0: likewise
  int jobs = 0;                           // 0: one for each core
  bool resume = false, quick = false;
};

// Adds the options to a program's own. With --quick, those not given shrink to what runs in seconds.
void add_common_options(CLI::App& app, CommonOptions& options);

// Fills in what was left to the model, the machine or --quick, and checks the rest; `program` begins the name
// of the output folder if none is given. Throws Error.
void complete(CommonOptions& options, const std::string& program);

// The settings that must be the same for all cells of a results folder.
Json common_settings(const CommonOptions& options);

// The data set, reduced to the resolution, standardized, with the training images chosen.
Dataset prepared_data(const CommonOptions& options);

// A fresh net for it; the generator of this thread is restarted from `seed`.
ModulePtr prepared_model(const CommonOptions& options, const Dataset& data, const std::string& norm,
                         std::uint64_t seed);

// Parses the command line and runs the body; its result is the exit code. An Error is printed and gives 1.
int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& body);

}  // namespace gg::lab
