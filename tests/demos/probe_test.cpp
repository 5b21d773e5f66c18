// What all probes have in common: when they look, where, and that the training does not notice.
#include "demos/lab/probe/probe.hpp"

#include <algorithm>
#include <set>

#include "core/ops.hpp"
#include "demos/lab/probe/probe_table.hpp"
#include "demos/lab/train/places.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/demos/small_training.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

// Counts the forward passes that it sees through each ReLU.
struct Counting : Probe {
  Counting(std::size_t k, Passes which) : Probe(k), passes(which) {}
  void prepare(const TrainingStep& step) override {
    for (const auto& [name, module] : relu_places(step.net)) {
      look_into(
          *module,
          [this, &step, layer = name](const gg::Tensor& x, const gg::Tensor& y) {
            CHECK(x.shape() == y.shape());
            CHECK_FALSE((x + y).requires_grad());
            record(step, layer, "pass", {1});
          },
          passes);
    }
  }
  Passes passes;

  static Counting first(std::size_t k) { return {k, Passes::first}; }
  static Counting all(std::size_t k) { return {k, Passes::all}; }
};

TrainOptions options_of(std::size_t steps, std::size_t norm_batch = 32) {
  TrainOptions o;
  o.steps = steps;
  o.norm_batch = norm_batch;
  return o;
}

bool any_hooks(gg::Module& net) {
  const auto modules = net.named_modules();
  return std::any_of(modules.begin(), modules.end(),
                     [](const auto& m) { return m.second->has_forward_hooks(); });
}

std::vector<std::string> names_of(const Places& places) {
  std::vector<std::string> names;
  for (const auto& [name, module] : places) names.push_back(name);
  return names;
}

// Two branches deep, with a normalizer in a list and one behind a shortcut.
struct Tree : gg::Cloneable<Tree> {
  std::shared_ptr<gg::ModuleList> blocks = gg::make<gg::ModuleList>();
  Tree() {
    auto body = gg::make<gg::Sequential>();
    body->push_back(gg::make<gg::Conv2d>(1, 4, 3, padded(1)));
    body->push_back(gg::make<gg::GroupNorm>(2, 4));
    body->push_back(gg::make<gg::ReLU>());
    blocks->push_back(gg::make<gg::Residual>(body, gg::make<gg::Conv2d>(1, 4, 1)));
    auto second = gg::make<gg::Sequential>();
    second->push_back(gg::make<gg::BatchNorm>(4));
    second->push_back(gg::make<gg::ReLU>());
    blocks->push_back(gg::make<gg::Residual>(second));
    auto head = gg::make<gg::Sequential>();
    head->push_back(gg::make<gg::GlobalAvgPool>());
    head->push_back(gg::make<gg::Linear>(4, 10));
    blocks->push_back(head);
  }
  static gg::Conv2dOptions padded(std::size_t by) {
    gg::Conv2dOptions o;
    o.padding = by;
    return o;
  }
  gg::Tensor forward(const gg::Tensor& x) override {
    gg::Tensor y = x;
    for (std::size_t i = 0; i < blocks->size(); ++i) y = (*blocks)[i](y);
    return y;
  }
  void members(gg::Members& m) override { m.child("blocks", blocks); }
  std::string describe() const override { return "Tree"; }
};

struct Watched {
  std::vector<double> losses;
  std::vector<float> weights;
};

Watched trained(const std::string& norm, std::size_t norm_batch, std::size_t every) {
  const auto net = small_net(norm);
  Trainer trainer(*net, small_images(), options_of(7, norm_batch));
  std::vector<std::unique_ptr<Probe>> probes;
  for (const ProbeEntry& entry : probe_table()) {
    if (every == 0) break;
    probes.push_back(entry.make(every));
    trainer.watch(*probes.back());
  }
  Watched out{train(trainer).losses, {}};
  for (const gg::Tensor& parameter : net->parameters()) {
    for (float value : parameter.to_vector()) out.weights.push_back(value);
  }
  CHECK_FALSE(any_hooks(*net));
  return out;
}

}  // namespace

TEST_CASE("probes do not change the training, bit for bit") {
  for (const char* norm : {"bn", "gn:8", "in", "none"}) {
    for (std::size_t norm_batch : {8u, 32u}) {
      INFO(norm << ", " << norm_batch);
      const Watched alone = trained(norm, norm_batch, 0);
      for (std::size_t every : {1u, 3u}) {
        const Watched watched = trained(norm, norm_batch, every);
        CHECK(watched.losses == alone.losses);
        CHECK(watched.weights == alone.weights);
      }
    }
  }
}

TEST_CASE("a probe observes the first step and each k-th after it") {
  const auto net = small_net("gn:8");
  Trainer trainer(*net, small_images(), options_of(8));
  Counting probe = Counting::first(3);
  trainer.watch(probe);
  train(trainer);
  CHECK(series(probe, "2", "pass").steps == std::vector<std::size_t>{1, 4, 7});
  CHECK(layers_of(probe, "pass") == std::vector<std::string>{"2", "5", "8"});
  CHECK(layers_of(probe, "other").empty());
}

TEST_CASE("of a step's micro-batches a probe sees the first, or all") {
  const auto net = small_net("gn:8");
  Trainer trainer(*net, small_images(), options_of(3, 8));
  Counting first = Counting::first(2), all = Counting::all(2);
  trainer.watch(first);
  trainer.watch(all);
  train(trainer);
  CHECK(series(first, "2", "pass").steps == std::vector<std::size_t>{1, 3});
  CHECK(series(all, "2", "pass").steps == std::vector<std::size_t>{1, 1, 1, 1, 3, 3, 3, 3});
}

TEST_CASE("hooks are there during the forward pass of an observed step only") {
  const auto net = small_net("gn:8");
  const Batch batch = small_batch(4);
  Counting first = Counting::first(2), all = Counting::all(2);
  for (std::size_t number : {1u, 2u, 3u}) {
    const TrainingStep step{number, *net, batch, 0.1};
    first.before_step(step);
    CHECK(any_hooks(*net) == (number != 2));
    loss_of(*net, batch);
    CHECK_FALSE(any_hooks(*net));
    all.before_step(step);
    loss_of(*net, batch);
    CHECK(any_hooks(*net) == (number != 2));
    first.after_backward(step);
    all.after_backward(step);
    CHECK_FALSE(any_hooks(*net));
  }
}

TEST_CASE("hooks that a step left when it threw do nothing, even without their probe") {
  const auto net = small_net("gn:8");
  const Batch batch = small_batch(4);
  auto probe = std::make_unique<Counting>(Counting::all(10));
  probe->before_step({1, *net, batch, 0.1});
  probe->before_step({2, *net, batch, 0.1});  // the first never came to its end
  loss_of(*net, batch);
  CHECK(probe->records().empty());
  probe->before_step({11, *net, batch, 0.1});
  probe.reset();
  CHECK(std::isfinite(loss_of(*net, batch).item()));
}

TEST_CASE("probes find normalizers and ReLUs however deep, and no identity shortcut") {
  Tree tree;
  CHECK(names_of(norm_places(tree)) == std::vector<std::string>{"blocks.0.body.1", "blocks.1.body.0"});
  CHECK(names_of(relu_places(tree)) == std::vector<std::string>{"blocks.0.body.2", "blocks.1.body.1"});
  const auto net = small_net("none");
  CHECK(names_of(norm_places(*net)) == std::vector<std::string>{"1", "4", "7"});
}

TEST_CASE("each normalizer stands at one place a layer, and each of its activations likewise") {
  for (const std::string& norm : every_norm()) {
    INFO(norm);
    const auto net = small_net(norm);
    CHECK(norm_places(*net).size() == 3);
    CHECK(activation_places(*net).size() == 3);
    CHECK(relu_places(*net).size() == (gg::norm_has_activation(norm) ? 0 : 3));
  }
  CHECK(norm_places(*gg::make_norm("gnplus:2", 4)).size() == 1);  // nor where it is the whole net
}

TEST_CASE("every probe of the table works on a tree with residual blocks and lists") {
  Tree tree;
  Trainer trainer(tree, small_images(), options_of(3));
  std::vector<std::unique_ptr<Probe>> probes;
  for (const ProbeEntry& entry : probe_table()) {
    probes.push_back(make_probe(entry.name, 1));
    trainer.watch(*probes.back());
  }
  train(trainer);
  const std::set<std::string> norms = {"blocks.0.body.1", "blocks.1.body.0"},
                              relus = {"blocks.0.body.2", "blocks.1.body.1"};
  std::set<std::string> weights = {""};
  for (const auto& [name, parameter] : tree.named_parameters()) weights.insert(name);
  std::set<std::string> with_layers = weights;
  for (const auto& [name, module] : tree.named_modules()) {
    if (weights.count(name + ".weight") > 0) with_layers.insert(name);
  }
  for (std::size_t i = 0; i < probes.size(); ++i) {
    INFO(probe_table()[i].name);
    REQUIRE_FALSE(probes[i]->records().empty());
    std::set<std::string> layers;
    for (const ProbeRecord& record : probes[i]->records()) {
      layers.insert(record.layer);
      CHECK_FALSE(record.values.empty());
      CHECK_FALSE(record.quantity.empty());
    }
    CHECK((layers == norms || layers == relus || layers == weights || layers == with_layers));
  }
}

TEST_CASE("probes follow a trainer to another net") {
  const auto before = small_net("bn"), after = small_net("none");
  Trainer trainer(*before, small_images(), options_of(4));
  std::vector<std::unique_ptr<Probe>> probes;
  for (const ProbeEntry& entry : probe_table()) {
    probes.push_back(entry.make(1));
    trainer.watch(*probes.back());
  }
  trainer.step();
  trainer.step();
  trainer.replace_net(*after);
  trainer.step();
  trainer.step();
  for (const auto& probe : probes) CHECK(probe->records().front().step <= 2);
  CHECK_FALSE(any_hooks(*before));
}

TEST_CASE("unknown probes, quantities and periods are named") {
  CHECK(contains(error_of([] { make_probe("deaf_units"); }), "unknown probe 'deaf_units'"));
  CHECK(contains(error_of([] { make_probe("deaf_units"); }), "\n  dead_units: "));
  CHECK(contains(error_of([] { make_probe("dead_units", 0); }), "every 0 steps"));
  const auto probe = make_probe("dead_units");
  CHECK(probe->every() == 10);
  CHECK(contains(error_of([&] { series(*probe, "2", "dead share"); }), "there is nothing"));
  const auto net = small_net("gn:8");
  Trainer trainer(*net, small_images(), options_of(1));
  trainer.watch(*probe);
  train(trainer);
  CHECK(series(*probe, "2", "dead share").steps.size() == 1);
  CHECK(contains(error_of([&] { series(*probe, "1", "dead share"); }), "\n  '2': dead share"));
}
