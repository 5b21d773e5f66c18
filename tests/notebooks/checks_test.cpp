// What single checks do beyond comparing with a reference.
#include <algorithm>
#include <sstream>

#include "core/random.hpp"
#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/exercises.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::check;

namespace {

std::string hint_of(const Result& result) { return result.failure ? result.failure->hint : "passed"; }

std::string printed(const Result& result) {
  std::ostringstream out;
  out << result;
  return out.str();
}

}  // namespace

TEST_CASE("topological_order takes every right order, and no other") {
  using Order = std::vector<std::size_t>;
  // Kahn's algorithm; of the nodes that are ready, the one that was ready first, or last.
  const auto kahn = [](const Graph& inputs, std::size_t root, bool first) {
    std::vector<bool> needed(inputs.size()), done(inputs.size());
    const std::function<void(std::size_t)> mark = [&](std::size_t node) {
      needed[node] = true;
      for (const std::size_t input : inputs[node]) mark(input);
    };
    mark(root);
    Order order;
    const auto ready = [&](std::size_t node) {
      return needed[node] && !done[node] &&
             std::all_of(inputs[node].begin(), inputs[node].end(), [&](std::size_t i) { return done[i]; });
    };
    while (!done[root]) {
      Order candidates;
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (ready(i)) candidates.push_back(i);
      }
      order.push_back(first ? candidates.front() : candidates.back());
      done[order.back()] = true;
    }
    return order;
  };
  CHECK(topological_order([&](const Graph& g, std::size_t root) { return kahn(g, root, true); }).passed());
  CHECK(topological_order([&](const Graph& g, std::size_t root) { return kahn(g, root, false); }).passed());
  const Result empty = topological_order([](const Graph&, std::size_t) { return Order(); });
  CHECK(empty.passed_cases() == 0);
  CHECK(hint_of(empty) ==
        "Each node that the root depends on must be listed exactly once, after all of its inputs.");
  CHECK(topological_order([](const Graph&, std::size_t) { return Order{1000000}; }).passed_cases() == 0);
}

TEST_CASE("axes_of takes the axes in any order") {
  const auto student = [](const std::string& normalizer) -> gg::Axes {
    if (normalizer == "batch_norm") return {4, 0, 3};
    if (normalizer == "layer_norm") return {4, 3, 2, 1};
    return normalizer == "instance_norm" ? gg::Axes{4, 3} : gg::Axes{4, 2, 3};
  };
  CHECK(axes_of(student).passed());
}

TEST_CASE("an exception that a case expects may be of any kind, but not that of a stub") {
  Exercise<double(double)> root("root", {"x"}, {"y"});
  root.reference([](double x) {
    GG_CHECK(x >= 0, "negative");
    return std::sqrt(x);
  });
  root.add_case("negative", -1.0);
  CHECK(root.check([](double) -> double { throw std::runtime_error("no"); }).passed());
  CHECK(root.check([](double) -> double { not_written(); }).passed_cases() == 0);
  CHECK(hint_of(root.check([](double) { return 0.0; })) == "An exception was expected here: negative");
}

TEST_CASE("a case's own hint stands back behind known mistakes and exceptions") {
  Exercise<double(double)> twice("twice", {"x"}, {"y"});
  twice.reference([](double x) { return 2 * x; });
  twice.add_case("seven", 7.0);
  twice.hint_for_last_case("Look again.");
  twice.add_mistake("That is once.", [](double x) { return x; });
  CHECK(hint_of(twice.check([](double) { return 3.0; })) == "Look again.");
  CHECK(hint_of(twice.check([](double) { return 7.0; })) == "That is once.");
  CHECK(contains(hint_of(twice.check([](double) -> double { throw std::runtime_error("oh"); })), "throws"));
}

TEST_CASE("fix_batch_norm: each of the two bugs alone has a hint that leads to it") {
  const auto stable = [](bool update_always) {
    return [=](const gg::Tensor& x, const gg::Tensor& mean, const gg::Tensor& var, bool training,
               double momentum, double eps) -> OutputAndStatistics {
      const std::size_t N = x.size(0), C = x.size(1);
      gg::Tensor y = gg::zeros({N, C}), new_mean = mean.clone(), new_var = var.clone();
      for (std::size_t c = 0; c < C; ++c) {
        double m = 0, squares = 0;
        for (std::size_t n = 0; n < N; ++n) m += x.at({n, c}) / static_cast<double>(N);
        for (std::size_t n = 0; n < N; ++n) squares += (x.at({n, c}) - m) * (x.at({n, c}) - m);
        const double used_mean = training ? m : mean.at({c});
        const double used_var = training ? squares / static_cast<double>(N) : var.at({c});
        for (std::size_t n = 0; n < N; ++n)
          y.mutable_data()[n * C + c] =
              static_cast<gg::Scalar>((x.at({n, c}) - used_mean) / std::sqrt(used_var + eps));
        if (!training && !update_always) continue;
        const auto mix = [&](double old, double now) {
          return static_cast<gg::Scalar>((1 - momentum) * old + momentum * now);
        };
        new_mean.mutable_data()[c] = mix(mean.at({c}), m);
        new_var.mutable_data()[c] = mix(var.at({c}), squares / static_cast<double>(N - 1));
      }
      return {y, new_mean, new_var};
    };
  };
  CHECK(fix_batch_norm(stable(false)).passed());
  CHECK(hint_of(fix_batch_norm(stable(true))) ==
        "The running statistics move in evaluation: only training may update them.");
  const auto rounded = [&](const gg::Tensor& x, const gg::Tensor& mean, const gg::Tensor& var, bool training,
                           double momentum, double eps) {
    const bool far = std::abs(x.data()[0]) > 1000;  // there, E[x^2] - E[x]^2 is as good as anything
    auto result = stable(false)(x, mean, var, training, momentum, eps);
    if (far) std::get<0>(result).fill_(0.5);
    return result;
  };
  CHECK(contains(hint_of(fix_batch_norm(rounded)), "a difference of two large numbers"));
}

TEST_CASE("study: trains the same way each time, and leaves the random numbers alone") {
  gg::manual_seed(5);
  const std::string before = gg::default_random().state();
  const double error = study_error("gn:c8", 8, 0.1, 3);
  CHECK(error > 5);
  CHECK(error < 30);
  CHECK(study_error("gn:c8", 8, 0.1, 3) == error);
  CHECK(study_error("gn:c8", 8, 0.1, 4) != error);
  CHECK(gg::default_random().state() == before);
  CHECK(contains(error_of([] { study_error("xn", 8, 0.1, 0); }), "xn"));
  CHECK(contains(error_of([] { study_error("bn", 3, 0.1, 0); }), "expected a batch that divides 32, got 3"));
}

TEST_CASE("study: what was measured stands beside what was claimed") {
  const Result result = study([] { return Study{"none", 32, 0.1, 1}; });
  CHECK(result.passed_cases() == 2);
  CHECK(contains(printed(result), "error claimed, in percent = 1\n"));
  CHECK(contains(printed(result), "--- expected\nerror measured, in percent = 1"));
  const Result unknown = study([] { return Study{"xn", 32, 0.1, 1}; });
  CHECK(unknown.passed_cases() == 0);
  CHECK(contains(printed(unknown), "xn"));
  CHECK_FALSE(contains(printed(unknown), "--- received"));
}
