// Every module there is, walked through one registry: printing, names, cloning, saving, train and eval.
#include <functional>
#include <set>
#include <sstream>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

struct Entry {
  std::string name;  // what the printed line begins with
  std::function<ModulePtr()> make;
  Shape input;
  std::size_t parameters;  // elements
};

// A new module is a row here.
std::vector<Entry> registry() {
  Conv2dOptions conv;
  conv.stride = 2, conv.padding = 1, conv.groups = 2;
  Conv1dOptions conv1;
  conv1.stride = 2;
  ConvTranspose2dOptions up;
  up.stride = 2, up.output_padding = 1, up.groups = 2;
  BatchNormOptions cumulative, untracked;
  cumulative.momentum.reset();
  untracked.track_running_stats = false;
  NormOptions plain;
  plain.affine = false;
  GroupNormPlusOptions bn_first, published;
  bn_first.arrangement = Arrangement::bn_first;
  bn_first.affine = false;
  published.arrangement = Arrangement::parallel;
  published.published_statistics = true;
  BatchRenormOptions renorm;
  renorm.r_max = 2, renorm.d_max = 1, renorm.warmup = 10;
  FilterResponseNormOptions learned;
  learned.learn_eps = true;
  RMSNormOptions whole;
  whole.whole_samples = true;
  return {
      {"Linear(4, 3)", [] { return make<Linear>(4, 3); }, {2, 4}, 15},
      {"Linear(4, 3, bias=false)", [] { return make<Linear>(4, 3, false); }, {2, 4}, 12},
      {"Conv2d(4, 6, kernel_size=3, stride=2, padding=1, groups=2)",
       [=] { return make<Conv2d>(4, 6, 3, conv); },
       {2, 4, 5, 5},
       114},
      {"Conv2d(2, 3, kernel_size=(1, 2), bias=false)",
       [=] {
         return make<Conv2d>(2, 3, Size2{1, 2}, Conv2dOptions{}, false);
       },
       {1, 2, 3, 3},
       12},
      {"ReLU()", [] { return make<ReLU>(); }, {2, 3}, 0},
      {"Sigmoid()", [] { return make<Sigmoid>(); }, {2, 3}, 0},
      {"Tanh()", [] { return make<Tanh>(); }, {2, 3}, 0},
      {"LeakyReLU(negative_slope=0.2)", [] { return make<LeakyReLU>(0.2); }, {2, 3}, 0},
      {"GELU()", [] { return make<GELU>(); }, {2, 3}, 0},
      {"GELU(approximate=tanh)", [] { return make<GELU>(Gelu::tanh); }, {2, 3}, 0},
      {"SiLU()", [] { return make<SiLU>(); }, {2, 3}, 0},
      {"Softplus(beta=2)", [] { return make<Softplus>(2); }, {2, 3}, 0},
      {"Conv1d(4, 6, kernel_size=3, stride=2)", [=] { return make<Conv1d>(4, 6, 3, conv1); }, {2, 4, 7}, 78},
      {"ConvTranspose2d(4, 6, kernel_size=3, stride=2, output_padding=1, groups=2)",
       [=] { return make<ConvTranspose2d>(4, 6, 3, up); },
       {2, 4, 3, 3},
       114},
      {"AdaptiveAvgPool2d((2, 3))",
       [] {
         return make<AdaptiveAvgPool2d>(Size2{2, 3});
       },
       {2, 2, 5, 5},
       0},
      {"Upsample(scale_factor=2, mode=nearest)", [] { return make<Upsample>(2); }, {1, 2, 3, 2}, 0},
      {"Upsample(scale_factor=(2, 3), mode=bilinear, align_corners=true)",
       [] {
         return make<Upsample>(Size2{2, 3}, Interpolation::bilinear, true);
       },
       {1, 2, 3, 2},
       0},
      {"Residual", [] { return make<Residual>(make<Linear>(4, 3), make<Linear>(4, 3, false)); }, {2, 4}, 27},
      {"GRU(3, 2)", [] { return make<GRU>(3, 2); }, {2, 4, 3}, 42},
      {"GRU(3, 2, norm=gn:3)", [] { return make<GRU>(3, 2, "gn:3"); }, {2, 4, 3}, 66},
      {"MaxPool2d(kernel_size=2, stride=2)", [] { return make<MaxPool2d>(2); }, {1, 2, 4, 4}, 0},
      {"AvgPool2d(kernel_size=(2, 3), stride=(2, 3))",
       [] {
         return make<AvgPool2d>(Size2{2, 3});
       },
       {1, 2, 4, 6},
       0},
      {"GlobalAvgPool()", [] { return make<GlobalAvgPool>(); }, {2, 3, 4, 4}, 0},
      {"Dropout(p=0.3)", [] { return make<Dropout>(0.3); }, {4, 5}, 0},
      {"Flatten()", [] { return make<Flatten>(); }, {2, 3, 2}, 0},
      {"Identity()", [] { return make<Identity>(); }, {2, 3}, 0},
      {"GroupNorm(2, 6)", [] { return make<GroupNorm>(2, 6); }, {3, 6, 2, 2}, 12},
      {"GroupNorm(2, 6, affine=false)", [=] { return make<GroupNorm>(2, 6, plain); }, {3, 6, 2}, 0},
      {"InstanceNorm(6)", [] { return make<InstanceNorm>(6); }, {3, 6, 4}, 12},
      {"LayerNorm((3, 4))",
       [] {
         return make<LayerNorm>(Shape{3, 4});
       },
       {2, 3, 4},
       24},
      {"BatchNorm(6, momentum=0.1)", [] { return make<BatchNorm>(6); }, {3, 6}, 12},
      {"BatchNorm1d(6, momentum=0.1)", [] { return make<BatchNorm1d>(6); }, {3, 6, 2}, 12},
      {"BatchNorm2d(6, momentum=0.1)", [] { return make<BatchNorm2d>(6); }, {3, 6, 2, 2}, 12},
      {"BatchNorm3d(6, momentum=0.1)", [] { return make<BatchNorm3d>(6); }, {3, 6, 1, 2, 2}, 12},
      {"BatchNorm(6, cumulative average)", [=] { return make<BatchNorm>(6, cumulative); }, {3, 6, 2}, 12},
      {"BatchNorm(6, momentum=0.1, track_running_stats=false)",
       [=] { return make<BatchNorm>(6, untracked); },
       {3, 6, 2, 2, 2},
       12},
      {"GroupNormPlus(2, 6, gn_first)", [] { return make<GroupNormPlus>(2, 6); }, {3, 6, 2}, 13},
      {"GroupNormPlus(2, 6, bn_first, affine=false)",
       [=] { return make<GroupNormPlus>(2, 6, bn_first); },
       {3, 6, 2, 2},
       1},
      {"GroupNormPlus(2, 6, parallel, published_statistics=true)",
       [=] { return make<GroupNormPlus>(2, 6, published); },
       {3, 6, 2},
       13},
      {"BatchRenorm(6, r_max=3, d_max=5, momentum=0.1)", [] { return make<BatchRenorm>(6); }, {3, 6, 2}, 12},
      {"BatchRenorm(6, r_max=2, d_max=1, warmup=10, momentum=0.1)",
       [=] { return make<BatchRenorm>(6, renorm); },
       {3, 6},
       12},
      {"BatchChannelNorm(2, 6, momentum=0.1)", [] { return make<BatchChannelNorm>(2, 6); }, {3, 6, 2}, 24},
      {"SwitchableNorm(6, momentum=0.1)", [] { return make<SwitchableNorm>(6); }, {3, 6, 2, 2}, 18},
      {"FilterResponseNorm(6)", [] { return make<FilterResponseNorm>(6); }, {3, 6, 2}, 18},
      {"FilterResponseNorm(6, learn_eps=true)",
       [=] { return make<FilterResponseNorm>(6, learned); },
       {3, 6},
       24},
      {"EvoNormS0(2, 6)", [] { return make<EvoNormS0>(2, 6); }, {3, 6, 2, 2}, 18},
      {"RMSNorm((3, 4))",
       [] {
         return make<RMSNorm>(Shape{3, 4});
       },
       {2, 3, 4},
       12},
      {"RMSNorm((6), whole_samples=true)", [=] { return make<RMSNorm>(Shape{6}, whole); }, {3, 6, 2}, 6},
      {"ExamplesChannelsNorm(2, 3, 6, momentum=0.1)",
       [] { return make<ExamplesChannelsNorm>(2, 3, 6); },
       {5, 6, 2},
       12},
      {"ExamplesChannelsNorm(whole batch, 6, 6, momentum=0.1)",
       [] { return make<ExamplesChannelsNorm>(kWholeBatch, 6, 6); },
       {3, 6},
       12},
      {"ExamplesChannelsNorm(1, 3, 6)", [] { return make<ExamplesChannelsNorm>(1, 3, 6); }, {3, 6, 2}, 12},
      {"GhostBatchNorm(2, 6, momentum=0.1)", [] { return make<GhostBatchNorm>(2, 6); }, {4, 6, 2, 2}, 12},
      {"GRN(6)", [] { return make<GRN>(6); }, {3, 6, 2, 2}, 12},
      {"WeightStandardization",
       [=] { return make<WeightStandardization>(make<Conv2d>(4, 6, 3, conv)); },
       {2, 4, 5, 5},
       114},
      {"WeightStandardization",
       [=] { return make<WeightStandardization>(make<ConvTranspose2d>(4, 6, 3, up)); },
       {2, 4, 3, 3},
       114},
      {"WeightStandardization", [] { return make<WeightStandardization>(make<Linear>(4, 3)); }, {2, 4}, 15},
      {"Sequential",
       [] {
         return make<Sequential>(std::vector<ModulePtr>{
             make<Linear>(4, 6), make<BatchNorm>(6),
             make<Sequential>(std::vector<ModulePtr>{make<ReLU>(), make<Linear>(6, 2)})});
       },
       {3, 4},
       56},
  };
}

Tensor input_of(const Entry& entry, std::uint64_t seed = 1) {
  Random random(seed);
  return 3 * randn(entry.input, random);
}

// Gives each parameter and buffer a value of its own, so that one that is forgotten shows.
void scramble(Module& module) {
  Random random(2);
  for (const auto& list : {module.named_parameters(), module.named_buffers()}) {
    for (auto [name, tensor] : list) tensor.copy_(rand(tensor.shape(), random) + 0.5);
  }
}

TEST_CASE("every module: prints its options and counts its parameters") {
  for (const Entry& entry : registry()) {
    const ModulePtr module = entry.make();
    std::ostringstream out;
    out << *module;
    INFO(out.str());
    CHECK(out.str().substr(0, entry.name.size()) == entry.name);
    CHECK(module->num_parameters() == entry.parameters);
    CHECK(out.str().find(std::to_string(entry.parameters) + " parameters\n") != std::string::npos);
  }
}

TEST_CASE("every module: a clone gives the same and shares nothing") {
  for (const Entry& entry : registry()) {
    INFO(entry.name);
    const ModulePtr module = entry.make();
    scramble(*module);
    module->eval();
    module->register_forward_hook([](Module&, const Tensor&, const Tensor& y) { return y * 1; });
    const Tensor x = input_of(entry);
    const std::vector<Scalar> before = (*module)(x).to_vector();

    const ModulePtr copy = module->clone();
    CHECK(copy->describe() == module->describe());
    CHECK((*copy)(x).to_vector() == before);
    CHECK_FALSE(copy->training());
    const NamedTensors a = module->named_parameters(), b = copy->named_parameters();
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      CHECK(a[i].first == b[i].first);
      CHECK(a[i].second.data() != b[i].second.data());
      CHECK(b[i].second.requires_grad());
    }
    for (Tensor& parameter : copy->parameters()) parameter.fill_(9);
    for (auto [name, buffer] : copy->named_buffers()) buffer.fill_(9);
    CHECK((*module)(x).to_vector() == before);
  }
}

TEST_CASE("every module: state_dict goes round") {
  for (const Entry& entry : registry()) {
    INFO(entry.name);
    const ModulePtr from = entry.make(), to = entry.make();
    scramble(*from);
    to->load_state_dict(from->state_dict());
    const Tensor x = input_of(entry);
    from->eval();
    to->eval();
    CHECK((*to)(x).to_vector() == (*from)(x).to_vector());
    std::set<std::string> names;
    for (const auto& [name, tensor] : from->state_dict()) names.insert(name);
    CHECK(names.size() == from->state_dict().size());
  }
}

TEST_CASE("every module: evaluation gives the same twice, and every parameter gets a gradient") {
  for (const Entry& entry : registry()) {
    INFO(entry.name);
    const ModulePtr module = entry.make();
    scramble(*module);
    Tensor x = input_of(entry);
    x.requires_grad_();
    const Tensor y = (*module)(x);
    Random random(3);
    y.backward(randn(y.shape(), random));
    CHECK(x.grad().defined());
    for (const auto& [name, parameter] : module->named_parameters()) {
      INFO(name);
      REQUIRE(parameter.grad().defined());
      CHECK(sum(parameter.grad() * parameter.grad()).item() > 0);
    }
    module->zero_grad();
    for (const Tensor& parameter : module->parameters()) CHECK_FALSE(parameter.grad().defined());
    module->eval();
    CHECK((*module)(x).to_vector() == (*module)(x).to_vector());
  }
}

TEST_CASE("load_state_dict lists every misfit at once and changes nothing") {
  Sequential net({make<Linear>(4, 6), make<BatchNorm>(6)});
  const StateDict before = net.state_dict();
  const StateDict wrong = {{"0.weight", ones({6, 5})}, {"0.bias", ones({6})}, {"2.weight", ones({1})}};
  const std::string words = error_of([&] { net.load_state_dict(wrong); });
  for (const char* part : {"misshapen: 0.weight is (6, 4), got (6, 5)", "missing: 1.running_var (6)",
                           "unexpected: 2.weight (1)"}) {
    INFO(words);
    CHECK(contains(words, part));
  }
  CHECK(net.state_dict()[1].second.to_vector() == before[1].second.to_vector());
  net.load_state_dict({{"0.bias", ones({6})}, {"7", ones({1})}}, false);
  CHECK(net.state_dict()[1].second.to_vector() == std::vector<Scalar>(6, 1));
  CHECK(contains(error_of([&] { net.load_state_dict({{"0.bias", ones({5})}}, false); }), "misshapen"));
}

TEST_CASE("the printed tree") {
  Conv2dOptions same;
  same.padding = 1;
  const Sequential net({make<Conv2d>(1, 4, 3, same), make<GroupNorm>(2, 4), make<ReLU>()});
  std::ostringstream out;
  out << net;
  CHECK(out.str() ==
        "Sequential\n"
        "  (0): Conv2d(1, 4, kernel_size=3, padding=1)  # weight (4, 1, 3, 3) bias (4): 40\n"
        "  (1): GroupNorm(2, 4)  # weight (4) bias (4): 8\n"
        "  (2): ReLU()\n"
        "48 parameters\n");
}

TEST_CASE("forward hooks see input and output, may replace it, and go") {
  Sequential net({make<ReLU>(), make<Identity>()});
  Tensor seen;
  const auto number = net[0].register_forward_hook([&](Module&, const Tensor& x, const Tensor& y) {
    seen = x;
    return y + 1;
  });
  CHECK(net(Tensor({2}, {-1, 2})).to_vector() == std::vector<Scalar>{1, 3});
  CHECK(seen.to_vector() == std::vector<Scalar>{-1, 2});
  net[0].remove_forward_hook(number);
  CHECK(net(Tensor({2}, {-1, 2})).to_vector() == std::vector<Scalar>{0, 2});
  CHECK_THROWS_AS(net[0].remove_forward_hook(number), Error);
}

TEST_CASE("train and eval reach all below; dropout obeys") {
  Sequential net({make<Sequential>(std::vector<ModulePtr>{make<Dropout>(0.5)})});
  manual_seed(4);
  const Tensor x = ones({1000});
  const Tensor y = net(x);
  double zeros = 0;
  for (Scalar v : y.to_vector()) {
    CHECK((v == 0 || v == 2));
    zeros += v == 0;
  }
  CHECK(zeros > 400);
  CHECK(zeros < 600);
  net.eval();
  CHECK(net(x).to_vector() == x.to_vector());
  CHECK(contains(error_of([] { Dropout(1.5); }), "[0, 1], got 1.5"));
}

struct Shared : Cloneable<Shared> {
  std::shared_ptr<Linear> inner = make<Linear>(2, 2);
  Tensor scale = ones({2}).requires_grad_();
  Tensor forward(const Tensor& x) override { return (*inner)(x)*scale; }
  void members(Members& m) override {
    m.child("inner", inner);
    m.parameter("scale", scale);
  }
  std::string describe() const override { return "Shared()"; }
};

TEST_CASE("a module of one's own") {
  Shared module;
  std::vector<std::string> names;
  for (const auto& [name, tensor] : module.named_parameters()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"scale", "inner.weight", "inner.bias"});
  const auto copy = std::static_pointer_cast<Shared>(module.clone());
  CHECK(copy->inner != module.inner);
  copy->inner->weight.fill_(0);
  CHECK(module.inner->weight.at({0, 0}) != 0);
}

TEST_CASE("containers refuse what is not there") {
  CHECK_THROWS_AS(ModuleList().push_back(nullptr), Error);
  CHECK(contains(error_of([] { ModuleList().forward(ones({1})); }), "no forward pass"));
  CHECK(contains(error_of([] {
                   Residual(make<Linear>(2, 3)).forward(ones({1, 2}));
                 }),
                 "the body gives (1, 3), the shortcut (1, 2)"));
  CHECK_THROWS_AS(Sequential().push_back(nullptr), Error);
  CHECK_THROWS_AS(Sequential()[0], Error);
}

TEST_CASE("a class without a clone of its own is not cut down to its base") {
  struct Doubled : Linear {
    Doubled() : Linear(1, 1) {}
    Tensor forward(const Tensor& x) override { return 2 * Linear::forward(x); }
  };
  CHECK(contains(error_of([] { Doubled().clone(); }), "derive it from Cloneable"));
}

TEST_CASE("a module that is there twice counts, saves and clones as one") {
  const auto shared = make<Linear>(2, 2);
  const Sequential net({shared, make<ReLU>(), shared});
  CHECK(net.num_parameters() == 6);
  CHECK(net.state_dict().size() == 2);
  const auto copy = std::static_pointer_cast<Sequential>(net.clone());
  CHECK(&(*copy)[0] == &(*copy)[2]);
  CHECK(&(*copy)[0] != shared.get());
}

TEST_CASE("members that are null or named twice are refused") {
  struct Twice : Cloneable<Twice> {
    Tensor a = ones({1}).requires_grad_(), b = ones({1}).requires_grad_();
    Tensor forward(const Tensor& x) override { return x; }
    void members(Members& m) override {
      m.parameter("w", a);
      m.parameter("w", b);
    }
    std::string describe() const override { return "Twice()"; }
  };
  CHECK(contains(error_of([] { Twice().named_parameters(); }), "the name 'w' is there twice"));
  Shared hollow;
  hollow.inner.reset();
  CHECK(contains(error_of([&] { hollow.clone(); }), "child 'inner' is null"));
  CHECK(contains(error_of([&] { hollow.named_parameters(); }), "child 'inner' is null"));
  Linear linear(1, 1, false);
  CHECK(contains(error_of([&] { linear.load_state_dict({{"weight", Tensor()}}); }), "undefined: weight"));
  CHECK(contains(error_of([&] {
                   linear.load_state_dict({{"weight", ones({1, 1})}, {"weight", ones({1, 1})}});
                 }),
                 "twice: weight"));
}

}  // namespace
