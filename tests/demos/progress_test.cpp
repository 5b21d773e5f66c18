#include "demos/lab/sweep/progress.hpp"

#include <sstream>

#include "demos/lab/text.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

ProgressState busy() {
  ProgressState state;
  state.finished = 12;
  state.total = 50;
  state.running = {{"bn, batch 8, seed 2", {120, 300, 0}}, {"gn:8, batch 2, seed 1", {40, 300, 0}}};
  state.rate = 12345;
  state.elapsed = 31;
  state.left = 80;
  return state;
}

}  // namespace

TEST_CASE("the live line says how far the sweep is") {
  CHECK(progress_line(busy(), 140) ==
        "[##..........] 12/50  bn, batch 8, seed 2 120/300 | gn:8, batch 2, seed 1 40/300  12,345 images/s  "
        "0:31, "
        "1:20 left");
  CHECK(progress_line({}, 80) == "[############] 0/0  0:00");
}

TEST_CASE("the live line fits every terminal") {
  for (std::size_t width = 1; width < 160; ++width)
    CHECK(display_width(progress_line(busy(), width)) <= width);
  CHECK(contains(progress_line(busy(), 60), "1:20 left"));
}

TEST_CASE("a live display is redrawn at most ten times a second, and estimates rate and time left") {
  double time = 0;
  std::ostringstream out;
  Progress::Options options;
  options.total = 4;
  options.unit = "steps";
  options.width = [] { return std::size_t{100}; };
  options.now = [&] { return time; };
  Progress progress(out, true, options);
  for (int i = 0; i <= 1000; ++i) {
    time = i * 0.001;
    progress.show({{"seed 0", {i, 1000, i * 2.0}}});
  }
  CHECK(count_of(out.str(), "\r") >= 10);
  CHECK(count_of(out.str(), "\r") <= 11);
  // A quarter of the work in one second: 2,000 steps a second, three more seconds.
  out.str("");
  time = 1.5;
  progress.show({{"seed 0", {1500, 1500, 3000}}});
  CHECK(contains(out.str(), "2,000 steps/s"));
  CHECK(contains(out.str(), "0:02, 0:04 left") + contains(out.str(), "0:02, 0:05 left") == 1);
}

TEST_CASE("cells of an earlier run count as done, but not as speed") {
  double time = 0;
  std::ostringstream out;
  Progress::Options options;
  options.total = 100;
  options.already_finished = 90;
  options.width = [] { return std::size_t{100}; };
  options.now = [&] { return time; };
  Progress progress(out, true, options);
  time = 10;
  progress.show({{"seed 0", {1, 2, 0}}});
  CHECK(contains(out.str(), "90/100"));
  CHECK(contains(out.str(), "0:10, 3:10 left"));
}

TEST_CASE("widths count what a terminal shows") {
  CHECK(display_width("5.17 \xC2\xB1 0.12") == 11);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("\xE6\xBC\xA2") == 2);
  CHECK(display_width("\xFF\xC2") == 2);
  CHECK(shortened("\xC2\xB1\xC2\xB1\xC2\xB1\xC2\xB1\xC2\xB1", 4) == "\xC2\xB1...");
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abc", 2) == "..");
}

TEST_CASE("numbers read well") {
  CHECK(fixed(-0.001, 2) == "0.00");
  CHECK(fixed(5.168, 2) == "5.17");
  CHECK(with_sign(0.001, 2) == "0.00");
  CHECK(with_sign(1.888, 2) == "+1.89");
  CHECK(with_sign(-1.888, 2) == "-1.89");
  CHECK(with_separators(1234567.4) == "1,234,567");
  CHECK(with_separators(-123) == "-123");
  CHECK(duration_text(59.6) == "1:00");
  CHECK(duration_text(3723) == "1:02:03");
  CHECK(list_text({"a"}) == "a");
  CHECK(list_text({"a", "b", "c"}) == "a, b and c");
  CHECK(count_text(1, "seed") == "1 seed");
}

TEST_CASE("a narrow terminal keeps what matters most") {
  ProgressState state;
  state.finished = 3;
  state.total = 20;
  state.rate = 12345;
  state.elapsed = 65;
  state.left = 130;
  state.running = {{"bn, batch 32", {5, 10, 0}}};
  CHECK(progress_line(state, 80) ==
        "[#...........] 3/20  bn, batch 32 5/10  12,345 images/s  1:05, 2:10 left");
  CHECK(progress_line(state, 60) == "[#...........] 3/20  12,345 images/s  1:05, 2:10 left");
  CHECK(progress_line(state, 36) == "[#...........] 3/20  1:05, 2:10 left");
  CHECK(progress_line(state, 24) == "3/20  1:05, 2:10 left");
}

TEST_CASE("text is wrapped between words") {
  CHECK(wrapped("one two three", 7, "  ") == "one two\n  three");
  CHECK(wrapped("one two three", 80, "  ") == "one two three");
  CHECK(wrapped("incomprehensible one", 5, " ") == "incomprehensible\n one");
  CHECK(wrapped("\xC2\xB1\xC2\xB1 \xC2\xB1\xC2\xB1", 5, "") == "\xC2\xB1\xC2\xB1 \xC2\xB1\xC2\xB1");
  CHECK(wrapped("", 5, " ").empty());
}
