#include "demos/lab/options.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "layers/module.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;

namespace {

// The options that a command line gives; throws CLI::ParseError.
CommonOptions parsed(std::vector<std::string> arguments) {
  CommonOptions options;
  CLI::App app("a demo", "demo");
  add_common_options(app, options);
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  return options;
}

CommonOptions completed(const std::vector<std::string>& arguments) {
  CommonOptions options = parsed(arguments);
  complete(options, "demo");
  return options;
}

std::string complaint(const std::vector<std::string>& arguments) {
  try {
    parsed(arguments);
  } catch (const CLI::ParseError& error) {
    return error.what();
  }
  return "no complaint";
}

std::string data_error(const std::vector<std::string>& arguments) {
  CommonOptions options = completed(arguments);
  return error_of([&] { prepared_data(options); });
}

// 90 training images of optdigits' form, and 10 for testing.
void write_optdigits(const TempFolder& folder) {
  std::string train, test;
  for (int i = 0; i < 100; ++i) {
    std::string& lines = i < 90 ? train : test;
    for (int pixel = 0; pixel < 64; ++pixel) lines += std::to_string((pixel * 7 + i) % 17) + ",";
    lines += std::to_string(i % 10) + "\n";
  }
  folder.write("optdigits/optdigits.tra", train);
  folder.write("optdigits/optdigits.tes", test);
}

// What is printed to a stream while this lives.
class Captured {
 public:
  explicit Captured(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~Captured() { stream_.rdbuf(before_); }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  std::string text() const { return text_.str(); }

 private:
  std::ostream& stream_;
  std::ostringstream text_;
  std::streambuf* before_;
};

}  // namespace

TEST_CASE("what is not given is what suits the net") {
  for (const ModelEntry& entry : model_table()) {
    const CommonOptions o = completed({"--model", entry.name});
    CHECK(o.steps == entry.steps);
    CHECK(o.lr == entry.lr);
    CHECK(o.seeds == 5);
    CHECK(o.jobs >= 1);
    CHECK(o.out.rfind("demo-20", 0) == 0);
  }
  const CommonOptions o = completed({"--model=mlp", "--steps", "7", "--lr=0.3", "--jobs", "3", "--out", "x"});
  CHECK(o.steps == 7);
  CHECK(o.lr == 0.3);
  CHECK(o.jobs == 3);
  CHECK(o.out == "x");
}

TEST_CASE("quick shrinks only what was not given, wherever it stands") {
  const CommonOptions quick = completed({"--quick"});
  CHECK(quick.seeds == 1);
  CHECK(quick.steps == 20);
  CHECK(quick.train_images == 640);
  CHECK(quick.lr == model_entry("conv3").lr);
  for (const auto& given : {std::vector<std::string>{"--quick", "--seeds", "4", "--steps", "50"},
                            {"--seeds", "4", "--steps", "50", "--quick"}}) {
    const CommonOptions some = completed(given);
    CHECK(some.seeds == 4);
    CHECK(some.steps == 50);
    CHECK(some.train_images == 640);
  }
  CHECK(completed({"--quick", "--train-images", "100"}).train_images == 100);
}

TEST_CASE("what cannot be is refused with the option's name") {
  for (const std::string value : {"abc", "0", "-1", "1.5", ""}) {
    INFO(value);
    CHECK(contains(complaint({"--seeds", value}), "--seeds"));
    CHECK(contains(complaint({"--steps", value}), "--steps"));
  }
  for (const std::string value : {"0", "-0.1", "nan", "inf", "fast"}) {
    CHECK(complaint({"--lr", value}) == "--lr: expected a number above 0, got " + value);
  }
  CHECK(contains(complaint({"--head", "max"}), "--head"));
  CHECK(contains(complaint({"--jobs", "0"}), "--jobs"));
  CHECK(contains(error_of([] { completed({"--resume"}); }), "--resume needs --out"));
  CHECK(contains(error_of([] { completed({"--model", "resnet"}); }), "unknown model 'resnet'"));
}

TEST_CASE("data are reduced, cut to size and standardized, and the settings say how") {
  CommonOptions o = completed({"--train-images", "200"});
  const Dataset data = prepared_data(o);
  CHECK(data.train.count == 200);
  CHECK(data.train.height == 8);
  CHECK(data.train.width == 8);
  double sum = 0, squares = 0;
  for (float pixel : data.train.pixels) {
    sum += pixel;
    squares += static_cast<double>(pixel) * pixel;
  }
  const auto n = static_cast<double>(data.train.pixels.size());
  CHECK(std::abs(sum / n) < 1e-5);
  CHECK(squares / n == Approx(1).epsilon(1e-4));
  CHECK(common_settings(o) == Json({{"data", "glyphs"},
                                    {"train_images", 200},
                                    {"resolution", 8},
                                    {"model", "conv3"},
                                    {"steps", 300},
                                    {"lr", 0.1},
                                    {"head", "gap"}}));
  CHECK(net_and_data(o) == "conv3 on glyphs");
}

TEST_CASE("a head is named where there is one") {
  CommonOptions o = completed({"--head", "flatten"});
  CHECK(common_settings(o)["head"] == "flatten");
  CHECK(net_and_data(o) == "conv3 with a flatten head on glyphs");
  o.model = "mlp";
  CHECK_FALSE(common_settings(o).contains("head"));
  CHECK(net_and_data(o) == "mlp on glyphs");
}

TEST_CASE("order and augmentation are kept with the settings where they are not the usual ones") {
  CommonOptions o = completed({"--order", "class-per-batch", "--shift", "2", "--flip=0.5", "--noise=0.25"});
  prepared_data(o);
  CHECK(o.augmentation.shift == 2);
  CHECK(o.augmentation.flip == 0.5);
  CHECK(o.augmentation.noise == 0.25);
  const Json settings = common_settings(o);
  CHECK(settings["order"] == "class-per-batch");
  CHECK(settings["shift"] == 2);
  CHECK(settings["flip"] == 0.5);
  CHECK(settings["noise"] == 0.25);
  CHECK(net_and_data(o) == "conv3 on glyphs, class-per-batch, augmented");
  CHECK(net_and_data(completed({"--order", "sequential"})) == "conv3 on glyphs, sequential");
  for (const char* given : {"--shift=1", "--flip=1", "--noise=1"}) {
    CHECK(net_and_data(completed({given})) == "conv3 on glyphs, augmented");
  }
  CHECK(contains(complaint({"--order", "sorted"}), "--order"));
  CHECK(contains(complaint({"--flip", "1.5"}), "--flip"));
  CHECK(contains(complaint({"--noise=-1"}), "--noise"));
  CHECK(contains(data_error({"--shift", "8"}), "expected a shift of less than the 8 pixels"));
}

TEST_CASE("a smaller data set is taken as it is, but more is not promised") {
  TempFolder folder;
  write_optdigits(folder);
  const std::vector<std::string> given = {"--data=optdigits", "--data-dir=" + folder.path().string(),
                                          "--model=mlp"};
  CommonOptions o = completed(given);
  const Dataset data = prepared_data(o);
  CHECK(o.train_images == 90);
  CHECK(o.resolution == 8);  // of 14, which suits the net
  CHECK(data.train.count == 90);
  const auto with = [&](const std::string& option) {
    auto all = given;
    all.push_back(option);
    return data_error(all);
  };
  CHECK(contains(with("--train-images=91"), "--train-images: optdigits has 90 images to train on, got 91"));
  CHECK(contains(with("--resolution=9"), "--resolution"));
  CHECK(contains(with("--resolution=9"), "8x8, got 9"));
  CHECK(contains(data_error({"--data=cifar"}), "unknown data set \"cifar\""));
}

TEST_CASE("what trains is said in the settings as it is in the options") {
  TrainOptions training;
  CHECK(optimizer_text(training) == "SGD, momentum 0.9, weight decay 1e-4, cosine schedule to 0");
  training.momentum = 0.5;
  training.weight_decay = 0.03;
  training.decay = Decay::constant;
  CHECK(optimizer_text(training) == "SGD, momentum 0.5, weight decay 0.03, constant rate");
  training.algorithm = Algorithm::adam;
  training.weight_decay = 1e-12;
  CHECK(optimizer_text(training) == "Adam, weight decay 1e-12, constant rate");
}

TEST_CASE("a seed gives one net") {
  CommonOptions o = completed({"--quick"});
  const Dataset data = prepared_data(o);
  const auto weights = [&](std::uint64_t seed) {
    return prepared_model(o, data, "bn", seed)->parameters()[0].to_vector();
  };
  CHECK(weights(1) == weights(1));
  CHECK(weights(1) != weights(2));
}

TEST_CASE("a program's exit code is its body's, and 1 for any exception") {
  const Captured out(std::cout), errors(std::cerr);
  const auto code = [](const std::vector<const char*>& arguments, const std::function<int()>& body) {
    CLI::App app("a demo", "demo");
    return run_program(app, static_cast<int>(arguments.size()), const_cast<char**>(arguments.data()), body);
  };
  CHECK(code({"demo"}, [] { return 7; }) == 7);
  CHECK(code({"demo"}, []() -> int { gg::fail_with("no"); }) == 1);
  CHECK(code({"demo"}, []() -> int { throw std::runtime_error("no"); }) == 1);
  CHECK(errors.text() == "demo: no\ndemo: no\n");
  CHECK(code({"demo", "--help"}, [] { return 7; }) == 0);
  CHECK(contains(out.text(), "a demo"));
  CHECK(code({"demo", "--nonsense"}, [] { return 0; }) == 1);
  CHECK(contains(errors.text(), "\ndemo: The following argument was not expected: --nonsense\n"));
}
