#include "demos/lab/train/training_row.hpp"

#include <cmath>
#include <limits>

#include "layers/layers.hpp"
#include "tests/catch.hpp"

using namespace gg::lab;

namespace {

const double inf = std::numeric_limits<double>::infinity();

// Two images, told apart by their only pixel.
Images two_images() {
  Images images;
  images.count = 2;
  images.height = images.width = 1;
  images.pixels = {1, -1};
  images.labels = {0, 1};
  return images;
}

// Answers `strength` times the pixel for class 0 and minus that for class 1.
gg::ModulePtr judge(float strength) {
  const auto linear = gg::make<gg::Linear>(1, 2);
  linear->load_state_dict({{"weight", gg::Tensor({2, 1}, {strength, -strength})}, {"bias", gg::zeros({2})}});
  return gg::make<gg::Sequential>(std::vector<gg::ModulePtr>{gg::make<gg::Flatten>(), linear});
}

TrainRecord record_of(const std::vector<double>& losses, bool diverged = false) {
  TrainRecord record;
  record.losses = losses;
  record.diverged = diverged;
  record.images_per_second = 1234.4;
  return record;
}

TrainOptions four_steps() {
  TrainOptions o;
  o.steps = 4;
  return o;
}

}  // namespace

TEST_CASE("a training curve is the mean over equal stretches") {
  const std::vector<double> losses = {8, 6, 4, 2, 1, 0};
  CHECK(curve_json(losses, 6, 32, 3) == Json({{"images", {64.0, 128.0, 192.0}}, {"loss", {7.0, 3.0, 0.5}}}));
  CHECK(curve_json(losses, 6, 1, 4)["images"] == Json({1.0, 3.0, 4.0, 6.0}));
  CHECK(curve_json(losses, 6, 1, 4)["loss"] == Json({8.0, 5.0, 2.0, 0.5}));
  CHECK(curve_json(losses, 6, 1, 50)["loss"] == Json({8.0, 6.0, 4.0, 2.0, 1.0, 0.0}));
  CHECK(curve_json({}, 0, 32, 3) == Json({{"images", Json::array()}, {"loss", Json::array()}}));
}

TEST_CASE("the curve of a run that diverged ends before, at the places of all others") {
  CHECK(curve_json({8, 6, 4, inf}, 6, 32, 3) == Json({{"images", {64.0}}, {"loss", {7.0}}}));
  CHECK(curve_json({8, 6, 4}, 6, 32, 3)["images"] == Json({64.0}));
  CHECK(curve_json({inf}, 6, 32, 3)["images"] == Json::array());
}

TEST_CASE("the row of a training that finished has error, loss, speed and curve") {
  const Json row = training_row(*judge(3), two_images(), record_of({4, 3, 2, 1}), four_steps());
  CHECK(row.at("status") == "finished");
  CHECK(row.at("validation_error") == 0.0);
  CHECK(row.at("validation_loss").get<double>() == Approx(std::log1p(std::exp(-6.0))).epsilon(1e-4));
  CHECK(row.at("steps_done") == 4);
  CHECK(row.at("curve").at("loss") == Json({4.0, 3.0, 2.0, 1.0}));
  CHECK(describe_training(row) == "error 0 %, 1234 images/s");
  CHECK(training_row(*judge(-3), two_images(), record_of({4}), four_steps()).at("validation_error") == 100.0);
}

TEST_CASE("a training whose loss is not finite, while training or afterwards, has diverged") {
  const Json row = training_row(*judge(3), two_images(), record_of({4, inf}, true), four_steps());
  CHECK(row.at("status") == "diverged");
  CHECK(row.at("steps_done") == 2);
  CHECK_FALSE(row.contains("validation_error"));
  CHECK(describe_training(row) == "diverged");
  const float huge = std::numeric_limits<float>::infinity();
  CHECK(training_row(*judge(huge), two_images(), record_of({4}), four_steps()).at("status") == "diverged");
  CHECK(describe_training({{"status", "crashed"}, {"reason", "killed by SIGSEGV"}}) ==
        "crashed: killed by SIGSEGV");
}
