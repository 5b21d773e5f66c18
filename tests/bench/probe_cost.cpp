// probe_cost: how much longer a training takes with probes that observe every tenth step.
//
//   probe_cost              a table: each probe alone, then all together, on conv3 with 32 images of 8x8
//                           and of 28x28
//   probe_cost --at-most P  only all together; ends with 1 if they add more than P percent
//
// Two trainings of the same net, one watched, take turns of ten steps in one process; a number is the median
// over the turns of the ratio of their CPU times.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "demos/lab/data/glyphs.hpp"
#include "demos/lab/measure/cost.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/probe/probe_table.hpp"
#include "demos/lab/train/models.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kEvery = 10;

// A training that goes on and on, with probes of these names.
class Training {
 public:
  Training(const Images& images, const std::string& norm, const std::vector<std::string>& probes)
      : net_(net(images, norm)), trainer_(*net_, images, options()) {
    for (const std::string& name : probes) {
      probes_.push_back(make_probe(name, kEvery));
      trainer_.watch(*probes_.back());
    }
  }

  double seconds_of_a_turn() {
    const double start = cpu_seconds();
    for (std::size_t i = 0; i < kEvery; ++i) trainer_.step();
    return cpu_seconds() - start;
  }

 private:
  static ModulePtr net(const Images& images, const std::string& norm) {
    ModelOptions model;
    model.norm = norm;
    model.height = images.height;
    model.width = images.width;
    return make_model(model);
  }
  static TrainOptions options() {
    TrainOptions o;
    o.lr = 0.01;
    o.decay = Decay::constant;
    return o;
  }

  ModulePtr net_;
  std::vector<std::unique_ptr<Probe>> probes_;
  Trainer trainer_;
};

// By how many percent the probes lengthen the training.
double added_percent(const Images& images, const std::string& norm, const std::vector<std::string>& probes,
                     std::size_t turns) {
  Training plain(images, norm, {}), watched(images, norm, probes);
  std::vector<double> ratios;
  for (std::size_t turn = 0; turn < turns + 3; ++turn) {
    const double first = turn % 2 == 0 ? plain.seconds_of_a_turn() : watched.seconds_of_a_turn();
    const double second = turn % 2 == 0 ? watched.seconds_of_a_turn() : plain.seconds_of_a_turn();
    if (turn >= 3) ratios.push_back(turn % 2 == 0 ? second / first : first / second);  // warm by then
  }
  return 100 * (median(ratios) - 1);
}

struct Options {
  std::size_t turns = 100;
  double at_most = 0;  // percent; 0 for a table
  std::string norm = "gn:8";
};

int run(const Options& o) {
  std::vector<std::string> all;
  for (const ProbeEntry& entry : probe_table()) all.push_back(entry.name);
  std::vector<std::pair<std::string, std::vector<std::string>>> lists;
  if (o.at_most == 0) {
    for (const std::string& name : all) lists.push_back({name, {name}});
  }
  lists.push_back({"all", all});
  const Images large = glyphs(0, 1000, 10).train, small = resize(large, 8, 8);
  std::printf("CPU time added to a training of conv3 (%s) by probes at every %zuth step\n%-18s %8s %8s\n",
              o.norm.c_str(), kEvery, "", "8x8", "28x28");
  bool within = true;
  for (const auto& [name, probes] : lists) {
    const double at_8 = added_percent(small, o.norm, probes, o.turns),
                 at_28 = added_percent(large, o.norm, probes, o.turns);
    std::printf("%-18s %7.2f%% %7.2f%%\n", name.c_str(), at_8, at_28);
    within = within && (o.at_most == 0 || (at_8 <= o.at_most && at_28 <= o.at_most));
  }
  return within ? 0 : 1;
}

}  // namespace
}  // namespace gg::lab

int main(int argc, char** argv) {
  gg::lab::Options options;
  CLI::App app("How much longer a training takes with probes");
  app.add_option("--turns", options.turns, "turns of ten steps a number is the median of")
      ->check(CLI::Range(1, 100000));
  app.add_option("--norm", options.norm, "normalizer, as for make_norm");
  app.add_option("--at-most", options.at_most, "end with 1 if all probes add more than so many percent");
  CLI11_PARSE(app, argc, argv);
  try {
    return gg::lab::run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "probe_cost: %s\n", error.what());
    return 2;
  }
}
