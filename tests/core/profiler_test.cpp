#include "core/profiler.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "core/autograd.hpp"
#include "core/files.hpp"
#include "core/ops.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

namespace {

using namespace gg;

ProfileRow row_of(const Profiler& profiler, const std::string& op) {
  for (const ProfileRow& row : profiler.rows()) {
    if (row.op == op) return row;
  }
  return {};
}

// An op that takes its time.
Tensor slow(const Tensor& x, int forward_ms, int backward_ms) {
  const OpTimer timer("slow");
  std::this_thread::sleep_for(std::chrono::milliseconds(forward_ms));
  return record("slow", x.clone(), {x}, [=](const Backward& at) -> Tensors {
    std::this_thread::sleep_for(std::chrono::milliseconds(backward_ms));
    return {at.dy * 1};
  });
}

TEST_CASE("profiler: calls, time and memory of each op, forward and backward") {
  Tensor x = randn({100, 10}).requires_grad_();
  exp(x);  // before the profiler: not counted
  Profiler profiler;
  sum(slow(exp(x) + x, 20, 60)).backward();
  profiler.stop();
  exp(x);  // after it: neither
  CHECK(row_of(profiler, "exp").forward.calls == 1);
  CHECK(row_of(profiler, "exp").backward.calls == 1);
  CHECK(row_of(profiler, "add").forward.calls == 1);
  CHECK(row_of(profiler, "accumulate").backward.calls == 1);
  CHECK(row_of(profiler, "mul").forward.calls == 0);  // only within rules, so it is part of them
  const std::size_t bytes = 1000 * sizeof(Scalar);
  CHECK(row_of(profiler, "exp").forward.bytes >= bytes);
  CHECK(row_of(profiler, "exp").forward.bytes < 2 * bytes);
  const ProfileRow slowest = profiler.rows()[0];
  CHECK(slowest.op == "slow");
  CHECK(slowest.forward.seconds >= 0.020);
  CHECK(slowest.backward.seconds >= 0.060);
  CHECK(slowest.backward.bytes >= bytes);
}

TEST_CASE("profiler: its own thread stops it, and others can read it") {
  const Tensor x = randn({10});
  Profiler profiler;
  exp(x);
  std::string words, table;
  std::thread([&] {
    words = error_of([&] { profiler.stop(); });
    table = profiler.table();
  }).join();
  CHECK(contains(words, "Profiler: expected stop() on the thread that is measured"));
  CHECK_FALSE(contains(table, "nan"));
  CHECK_FALSE(contains(table, "inf"));
  exp(x);
  profiler.stop();
  CHECK(row_of(profiler, "exp").forward.calls == 2);
  std::thread([&] { words = error_of([&] { profiler.stop(); }); }).join();
  CHECK(words == "no error");  // there is nothing to stop
}

TEST_CASE("profiler: a composed op's own row holds all of it") {
  const Tensor x = randn({50, 4});
  Profiler profiler;
  logsumexp(x, {1});
  profiler.stop();
  REQUIRE(profiler.rows().size() == 1);
  CHECK(profiler.rows()[0].op == "logsumexp");
  CHECK(profiler.rows()[0].forward.calls == 1);
}

TEST_CASE("profiler: the table and the trace say the same") {
  Tensor x = randn({8, 8}).requires_grad_();
  Profiler profiler;
  for (int i = 0; i < 3; ++i, x.zero_grad()) sum(relu(matmul(x, x.detach()))).backward();
  profiler.stop();
  const std::string table = profiler.table();
  for (const char* part : {"matmul                 |        3 ", "relu ", "sum ", "ms in all, "}) {
    INFO(table);
    CHECK(contains(table, part));
  }
  const TempFolder folder;
  profiler.save_trace(folder.path() / "trace.json");
  const auto trace = nlohmann::json::parse(read_file(folder.path() / "trace.json"));
  std::size_t forward = 0, backward = 0;
  double end_of_last = 0;
  for (const auto& event : trace["traceEvents"]) {
    if (event["ph"] != "X") continue;
    ++(event["cat"] == "forward" ? forward : backward);
    CHECK(event["ts"].get<double>() >= end_of_last);  // one after the other
    end_of_last = event["ts"].get<double>() + event["dur"].get<double>() - 1e-6;
  }
  CHECK(forward == 9);
  CHECK(backward == 9);
}

TEST_CASE("profiler: one a thread; others are not measured") {
  Profiler profiler;
  CHECK(contains(error_of([] { Profiler second; }), "another one measures this thread"));
  std::thread([] { exp(ones({4})); }).join();
  CHECK(profiler.rows().empty());
  profiler.stop();
  const Profiler next;
}

// A name that is recorded without an OpTimer would have backward calls alone.
TEST_CASE("profiler: ops that are recorded are also timed forward") {
  Tensor x = (rand({2, 4, 6, 6}) + 0.5).requires_grad_(), w = randn({4, 4, 3, 3}).requires_grad_();
  Profiler profiler;
  const Tensor y = conv2d(x, w);
  const std::vector<Tensor> all = {max_pool2d(y, 2),
                                   avg_pool2d(y, 2),
                                   group_norm(y, 2),
                                   batch_norm(y),
                                   instance_norm(y),
                                   layer_norm(y, {4, 4}),
                                   softmax(y, 1),
                                   tanh(y),
                                   sigmoid(y),
                                   gelu(y),
                                   silu(y),
                                   softplus(y),
                                   pow(x, 2),
                                   sqrt(x),
                                   log(x),
                                   max(x, {1}),
                                   norm(x),
                                   flip(y, {1}),
                                   pad(y, {{0, 0}, {0, 0}, {1, 1}, {1, 1}}),
                                   stack({y, y}, 0),
                                   clamp(y, 0, 1),
                                   abs(y),
                                   slice(y, 1, 0, 2),
                                   permute(y, {1, 0, 2, 3}),
                                   interpolate(y, Size2{8, 8}, Interpolation::bilinear),
                                   conv_transpose2d(x, w),
                                   cross_entropy(reshape(y, {8, 16}), Labels(8, 1))};
  for (const Tensor& t : all) sum(t).backward({}, {true, false});
  profiler.stop();
  CHECK(profiler.rows().size() > 25);
  for (const ProfileRow& row : profiler.rows()) {
    INFO(row.op);
    CHECK((row.forward.calls > 0 || row.op == "accumulate"));
  }
}

}  // namespace
