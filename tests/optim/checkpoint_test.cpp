// State of optimizers and schedules, and training that goes on from a file as if it had not stopped.
#include "optim/checkpoint.hpp"

#include "core/ops.hpp"
#include "core/safetensors.hpp"
#include "layers/layers.hpp"
#include "optim/optim.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

namespace {

using namespace gg;

using OptimizerPtr = std::shared_ptr<Optimizer>;

// A new optimizer is a row here.
std::vector<std::pair<std::string, std::function<OptimizerPtr(const Tensors&)>>> optimizers() {
  SGDOptions sgd;
  sgd.momentum = 0.9, sgd.weight_decay = 0.01;
  AdamOptions adam;
  adam.lr = 0.01, adam.weight_decay = 0.01;
  RMSpropOptions rmsprop;
  rmsprop.momentum = 0.5;
  return {{"SGD", [=](const Tensors& p) { return std::make_shared<SGD>(p, sgd); }},
          {"Adam", [=](const Tensors& p) { return std::make_shared<Adam>(p, adam); }},
          {"AdamW", [=](const Tensors& p) { return std::make_shared<AdamW>(p, adam); }},
          {"RMSprop", [=](const Tensors& p) { return std::make_shared<RMSprop>(p, rmsprop); }}};
}

// A net with running statistics and dropout, so that every kind of state matters.
struct Training {
  explicit Training(const std::function<OptimizerPtr(const Tensors&)>& make_optimizer, std::uint64_t seed)
      : net(fresh_net(seed)), optimizer(make_optimizer(net.parameters())) {
    schedule = std::make_shared<SequentialLR>(
        *optimizer,
        std::vector<SchedulePtr>{std::make_shared<LinearLR>(*optimizer, 4),
                                 std::make_shared<CosineAnnealingLR>(*optimizer, 20)},
        std::vector<std::size_t>{4});
  }

  static Sequential fresh_net(std::uint64_t seed) {
    manual_seed(seed);
    return Sequential(
        {make<Linear>(3, 8), make<BatchNorm>(8), make<Dropout>(0.3), make<Tanh>(), make<Linear>(8, 2)});
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      net.zero_grad();
      cross_entropy(net(randn({6, 3})), {0, 1, 0, 1, 1, 0}).backward();
      optimizer->step();
      schedule->step();
    }
  }

  Checkpoint checkpoint() const {
    return {net.state_dict(),
            optimizer->state_dict(),
            schedule->state_dict(),
            default_random().state(),
            {{"epoch", "3"}}};
  }

  void resume(const Checkpoint& from) {
    net.load_state_dict(from.model);
    optimizer->load_state_dict(from.optimizer);
    schedule->load_state_dict(from.schedule);
    default_random().set_state(from.random);
  }

  Sequential net;
  OptimizerPtr optimizer;
  SchedulePtr schedule;
};

void check_same(const NamedTensors& a, const NamedTensors& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    INFO(a[i].first);
    CHECK(a[i].first == b[i].first);
    CHECK(a[i].second.to_vector() == b[i].second.to_vector());
  }
}

TEST_CASE("training resumed from a file continues bit for bit") {
  const TempFolder folder;
  const auto path = folder.path() / "run.safetensors";
  for (const auto& [name, make_optimizer] : optimizers()) {
    INFO(name);
    Training whole(make_optimizer, 1);
    whole.run(7);
    save_checkpoint(path, whole.checkpoint());
    whole.run(9);
    const Checkpoint expected = whole.checkpoint();

    Training resumed(make_optimizer, 2);  // another start, so that all must come from the file
    resumed.run(2);
    const Checkpoint loaded = load_checkpoint(path);
    resumed.resume(loaded);
    resumed.run(9);
    const Checkpoint got = resumed.checkpoint();
    check_same(got.model, expected.model);
    check_same(got.optimizer.tensors, expected.optimizer.tensors);
    CHECK(got.optimizer.texts == expected.optimizer.texts);
    CHECK(got.schedule.texts == expected.schedule.texts);
    CHECK(got.random == expected.random);
    CHECK(loaded.notes == std::map<std::string, std::string>{{"epoch", "3"}});
    CHECK(loaded.optimizer.texts.at("optimizer") == name);
  }
}

TEST_CASE("an optimizer's state is a copy, and knows which parameters were never updated") {
  Tensor a = ones({2}).requires_grad_(), idle = ones({3}).requires_grad_();
  Adam adam(Tensors{a, idle});
  CHECK(adam.state_dict().tensors.empty());
  a.set_grad(ones({2}));
  adam.step();
  const State state = adam.state_dict();
  REQUIRE(state.tensors.size() == 2);
  CHECK(state.tensors[0].first == "0.exp_avg");
  CHECK(state.texts.at("0.step") == "1");
  CHECK(state.texts.count("1.step") == 0);
  const std::vector<Scalar> before = state.tensors[0].second.to_vector();
  adam.step();
  CHECK(state.tensors[0].second.to_vector() == before);
  adam.load_state_dict(state);
  CHECK(adam.state_dict().tensors[0].second.to_vector() == before);
  CHECK(adam.state_dict().texts.at("0.step") == "1");
}

TEST_CASE("a state that does not fit is refused with every misfit, and nothing changes") {
  Tensor w = ones({2}).requires_grad_();
  AdamOptions options;
  options.lr = 0.5;
  Adam adam(Tensors{w}, options);
  w.set_grad(ones({2}));
  adam.step();
  State state = adam.state_dict();
  state.tensors = {{"0.exp_avg", ones({3})}, {"7.exp_avg", ones({1})}};
  state.texts["group.0.lr"] = "fast";
  state.texts.erase("group.0.weight_decay");
  const std::string words = error_of([&] { adam.load_state_dict(state); });
  for (const char* part : {"Adam: the state does not fit", "misshapen: 0.exp_avg is (2), got (3)",
                           "missing: 0.exp_avg_sq (2)", "unexpected: 7.exp_avg",
                           "expected a number: group.0.lr is 'fast'", "missing: group.0.weight_decay"}) {
    INFO(words);
    CHECK(contains(words, part));
  }
  CHECK(adam.lr() == 0.5);
  CHECK(adam.state_dict().tensors[0].second.shape() == Shape{2});
  CHECK(contains(error_of([&] { adam.load_state_dict(SGD(Tensors{w}).state_dict()); }),
                 "the state is that of SGD"));
  CHECK(contains(error_of([&] { AdamW(Tensors{w}).load_state_dict(adam.state_dict()); }), "that of Adam"));
  CHECK(contains(error_of([&] { adam.load_state_dict({}); }), "missing: optimizer"));
}

TEST_CASE("a file that is no checkpoint is refused") {
  const TempFolder folder;
  const auto path = folder.path() / "x.safetensors";
  save_safetensors(path, {{{"model.w", ones({1})}}, {}});
  CHECK(contains(error_of([&] { load_checkpoint(path); }), "x.safetensors: not a checkpoint"));
  save_safetensors(path, {{{"w", ones({1})}}, {{"random.state", "x"}}});
  CHECK(contains(error_of([&] { load_checkpoint(path); }), "1 entries belong to neither"));
}

TEST_CASE("a generator goes on from its state, and takes no other text for one") {
  Random a(5);
  a.next();
  const std::string state = a.state();
  const std::uint64_t next = a.next();
  Random b(6);
  b.set_state(state);
  CHECK(b.next() == next);
  for (const std::string& wrong :
       {std::string(), std::string("xoshiro256** 1 2 3"), state + " 4", "mt19937" + state.substr(12),
        std::string("xoshiro256** 0 0 0 0"), std::string("xoshiro256** 1 2 3 q")}) {
    INFO(wrong);
    CHECK(contains(error_of([&] { b.set_state(wrong); }), "expected a state 'xoshiro256** A B C D'"));
  }
}

}  // namespace
