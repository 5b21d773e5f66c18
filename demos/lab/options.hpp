// What every demo asks for on its command line, and how it runs its body.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "demos/lab/data/augmentation.hpp"
#include "demos/lab/data/dataset.hpp"
#include "demos/lab/json.hpp"
#include "demos/lab/sweep/cell_process.hpp"
#include "demos/lab/train/models.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

struct CommonOptions {
  std::string data = "glyphs", data_dir, model = "conv3", head = "gap", out;
  std::size_t seeds = 5;
  std::size_t train_images = 0;           // 0: 4800, or all if there are fewer
  std::size_t steps = 0, resolution = 0;  // 0: what suits the model, the resolution at most the images' own
  double lr = 0;                          // 0: what suits the model
  std::string order = "shuffled";         // a name from sampler_table()
  Augmentation augmentation;              // of the training images; pad and crop are not on the command line
  int jobs = 0;                           // 0: one for each core
  bool resume = false, quick = false, profile = false;
};

// Adds the options to a program's own. With --quick, those not given shrink to what runs in seconds.
void add_common_options(CLI::App& app, CommonOptions& options);

// Fills in what was left to the model and the machine; `program` begins the name of the output folder if none
// is given. Throws Error if the model is unknown, or if --resume has no folder.
void complete(CommonOptions& options, const std::string& program);

// The data set, reduced to the resolution, standardized, with the training images chosen. Fills in those two
// options where they were left open. Throws Error if the data set has too few images, or smaller ones, and
// what check_augmentation throws.
Dataset prepared_data(CommonOptions& options);

// The settings that must be the same for all cells of a results folder; after prepared_data.
Json common_settings(const CommonOptions& options);

// "conv3 on mnist", with what is not usual of the head, the order and the augmentation: "conv3 with a flatten
// head on mnist, class-ordered, augmented".
std::string net_and_data(const CommonOptions& options);

ModelOptions model_options(const CommonOptions& options, const Dataset& data, const std::string& norm);

// A fresh net for it; the generator of this thread is restarted from `seed`.
ModulePtr prepared_model(const CommonOptions& options, const Dataset& data, const std::string& norm,
                         std::uint64_t seed);

// The training that the options ask for: steps of 32 images, normalized together, with SGD.
TrainOptions usual_training(const CommonOptions& options, std::uint64_t seed);

// What trains, for the settings of a results folder: "SGD, momentum 0.9, weight decay 1e-4, cosine schedule
// to 0" or "Adam, weight decay 1e-4, constant rate".
std::string optimizer_text(const TrainOptions& training);

// Tells a sweep how far a training is.
StepCallback progress_of(const TrainOptions& training, const ReportProgress& report);

// Parses the command line and runs the body; its result is the exit code. A mistake on the command line or in
// GROUPGRAD_ISA or GROUPGRAD_NUM_THREADS, and any exception, is printed after the program's name and gives 1.
int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& body);

}  // namespace gg::lab
