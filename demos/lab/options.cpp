#include "demos/lab/options.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <iostream>
#include <thread>

#include "core/check.hpp"
#include "core/isa.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"
#include "demos/lab/data/data.hpp"
#include "demos/lab/data/samplers.hpp"

namespace gg::lab {
namespace {

std::string joined_lines(const std::string& head, const std::vector<std::string>& lines) {
  std::string out = head;
  for (const std::string& line : lines) out += "\n    " + line;
  return out;
}

std::string time_stamp() {
  const std::time_t now = std::time(nullptr);
  char out[32];
  std::strftime(out, sizeof out, "%Y%m%d-%H%M%S", std::localtime(&now));
  return out;
}

CLI::Validator positive() {
  const auto check = [](const std::string& value) -> std::string {
    double number = 0;
    const bool good = CLI::detail::lexical_cast(value, number) && std::isfinite(number) && number > 0;
    return good ? "" : "expected a number above 0, got " + value;
  };
  return CLI::Validator(check, "POSITIVE");
}

void add_batch_options(CLI::App& app, CommonOptions& o) {
  std::vector<std::string> orders, names;
  for (const SamplerEntry& entry : sampler_table()) {
    orders.push_back(entry.name + ": " + entry.description);
    names.push_back(entry.name);
  }
  app.add_option("--order", o.order, joined_lines("Order of the training images", orders))
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  app.add_option("--shift", o.augmentation.shift, "Moves training images by up to so many pixels")
      ->check(CLI::Range(0, 1023))
      ->capture_default_str();
  app.add_option("--flip", o.augmentation.flip, "Probability that a training image is mirrored left to right")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--noise", o.augmentation.noise,
                 "Noise on training images, in standard deviations of the set's pixels")
      ->check(CLI::Range(0.0, 1000.0))
      ->capture_default_str();
}

// Settles what depends on the data.
void fit_to(const Dataset& data, CommonOptions& o) {
  const std::size_t count = data.train.count, size = std::min(data.train.height, data.train.width);
  if (o.train_images == 0) o.train_images = std::min<std::size_t>(4800, count);
  GG_CHECK(o.train_images <= count, "--train-images: ", o.data, " has ", count, " images to train on, got ",
           o.train_images);
  if (o.resolution == 0) o.resolution = std::min(model_entry(o.model).resolution, size);
  GG_CHECK(o.resolution <= size, "--resolution: images are only ever reduced, and those of ", o.data, " are ",
           data.train.height, "x", data.train.width, ", got ", o.resolution);
}

}  // namespace

void add_common_options(CLI::App& app, CommonOptions& o) {
  std::vector<std::string> sets, models;
  for (const DatasetEntry& entry : dataset_table()) sets.push_back(entry.name + ": " + entry.description);
  for (const ModelEntry& entry : model_table()) models.push_back(entry.name + ": " + entry.description);
  app.add_option("--data", o.data, joined_lines("Data set", sets))->capture_default_str();
  app.add_option("--data-dir", o.data_dir, "Folder with its files (default: the variable GROUPGRAD_DATA)");
  app.add_option("--model", o.model, joined_lines("Net", models))->capture_default_str();
  app.add_option("--head", o.head, "How a convolutional net ends: gap (average all positions) or flatten")
      ->check(CLI::IsMember({"gap", "flatten"}))
      ->capture_default_str();
  app.add_option("--seeds", o.seeds, "Runs a cell, with seeds 0, 1, ...")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--steps", o.steps, "Optimizer steps a run (default: by model)")
      ->check(CLI::Range(1, 10000000));
  app.add_option("--train-images", o.train_images,
                 "Images to train on, chosen at random (default: 4800, or all if there are fewer)")
      ->check(CLI::Range(1, 100000000));
  app.add_option("--resolution", o.resolution, "Height and width images are reduced to (default: by model)")
      ->check(CLI::Range(1, 1024));
  app.add_option("--lr", o.lr, "Learning rate at the start (default: by model)")->check(positive());
  add_batch_options(app, o);
  app.add_option("--jobs", o.jobs, "Runs at a time (default: one for each core)")->check(CLI::Range(1, 1024));
  app.add_option("--out", o.out, "Folder for results and report (default: the program's name and the time)");
  app.add_flag("--resume", o.resume,
               "Go on in --out: skip the runs that are there, then draw the report anew");
  app.add_flag("--quick", o.quick, "A few seconds instead of minutes: fewer seeds, steps and images");
  app.add_flag(
      "--profile", o.profile,
      "Train the first cell only, and show where its time goes, op by op: a table, and a trace file");
  app.callback([&app, &o] {
    if (!o.quick) return;
    if (app.count("--seeds") == 0) o.seeds = 1;
    if (app.count("--steps") == 0) o.steps = 20;
    if (app.count("--train-images") == 0) o.train_images = 640;
  });
}

void complete(CommonOptions& o, const std::string& program) {
  GG_CHECK(!o.resume || !o.out.empty(), "--resume needs --out, the folder to go on in");
  const ModelEntry& entry = model_entry(o.model);
  if (o.steps == 0) o.steps = entry.steps;
  if (o.lr == 0) o.lr = entry.lr;
  if (o.jobs == 0) o.jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  if (o.out.empty()) o.out = program + "-" + time_stamp();
}

Dataset prepared_data(CommonOptions& o) {
  Dataset data = load_dataset(o.data, o.data_dir);
  fit_to(data, o);
  data = resize(data, o.resolution, o.resolution);
  data.train = take(data.train, o.train_images, 0);
  standardize(data);
  check_augmentation(data.train, o.augmentation);
  return data;
}

Json common_settings(const CommonOptions& o) {
  Json settings = {{"data", o.data},
                   {"train_images", o.train_images},
                   {"resolution", o.resolution},
                   {"model", o.model},
                   {"steps", o.steps},
                   {"lr", o.lr}};
  if (model_entry(o.model).has_head()) settings["head"] = o.head;
  if (o.order != "shuffled") settings["order"] = o.order;
  if (o.augmentation.shift > 0) settings["shift"] = o.augmentation.shift;
  if (o.augmentation.flip > 0) settings["flip"] = o.augmentation.flip;
  if (o.augmentation.noise > 0) settings["noise"] = o.augmentation.noise;
  return settings;
}

std::string net_and_data(const CommonOptions& o) {
  const bool unusual_head = model_entry(o.model).has_head() && o.head != "gap";
  const Augmentation& a = o.augmentation;
  const bool augmented = a.shift > 0 || a.flip > 0 || a.noise > 0;
  return o.model + (unusual_head ? " with a " + o.head + " head" : "") + " on " + o.data +
         (o.order != "shuffled" ? ", " + o.order : "") + (augmented ? ", augmented" : "");
}

ModelOptions model_options(const CommonOptions& o, const Dataset& data, const std::string& norm) {
  ModelOptions model;
  model.model = o.model;
  model.norm = norm;
  model.head = o.head == "gap" ? Head::gap : Head::flatten;
  model.channels = data.train.channels;
  model.height = data.train.height;
  model.width = data.train.width;
  model.classes = data.classes;
  return model;
}

ModulePtr prepared_model(const CommonOptions& o, const Dataset& data, const std::string& norm,
                         std::uint64_t seed) {
  manual_seed(seed);
  return make_model(model_options(o, data, norm));
}

TrainOptions usual_training(const CommonOptions& o, std::uint64_t seed) {
  TrainOptions training;
  training.steps = o.steps;
  training.lr = o.lr;
  training.seed = seed;
  training.sampler = sampler_named(o.order);
  training.augmentation = o.augmentation;
  return training;
}

namespace {

// 1e-4, where the shortest text that a machine writes is 1e-04.
std::string power_text(double value) {
  std::string out = text(value);
  const auto zero = out.find("e-0");
  return zero == std::string::npos ? out : out.erase(zero + 2, 1);
}

}  // namespace

std::string optimizer_text(const TrainOptions& training) {
  const std::string algorithm =
      training.algorithm == Algorithm::adam ? "Adam" : "SGD, momentum " + text(training.momentum);
  const std::string rate = training.decay == Decay::constant ? "constant rate" : "cosine schedule to 0";
  return algorithm + ", weight decay " + power_text(training.weight_decay) + ", " + rate;
}

StepCallback progress_of(const TrainOptions& training, const ReportProgress& report) {
  return [training, report](std::size_t step) {
    report({static_cast<long>(step), static_cast<long>(training.steps),
            static_cast<double>(step * training.batch)});
  };
}

namespace {

// What the library reads from the environment at its first use, which would be within each run.
void check_environment() {
  isa();
  num_threads();
}

}  // namespace

int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& body) {
  try {
    app.parse(argc, argv);
    check_environment();
    return body();
  } catch (const CLI::Success& request) {  // --help and the like
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    std::cerr << app.get_name() << ": " << error.what() << "\nRun with --help for more information.\n";
    return 1;
  } catch (const std::exception& error) {
    std::cerr << app.get_name() << ": " << error.what() << '\n';
    return 1;
  }
}

}  // namespace gg::lab
