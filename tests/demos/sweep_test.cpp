#include "demos/lab/sweep/sweep.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "demos/lab/sweep/interrupt.hpp"
#include "demos/lab/sweep/results.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;

namespace {

std::vector<Cell> numbered(int count) {
  std::vector<Cell> cells;
  for (int i = 0; i < count; ++i) cells.push_back({{{"seed", i}}});
  return cells;
}

Json misbehave(const Cell& cell, const ReportProgress& report) {
  report({1, 2, 64});
  switch (cell.coordinates["seed"].get<int>()) {
    case 0:
      throw std::runtime_error("loss: \"nan\"\nat step 3 \xFF");
    case 1:
      std::abort();
    case 2:
      std::raise(SIGSEGV);
      break;
    case 3:
      std::exit(3);
    case 4:
      std::raise(SIGKILL);
      break;
    case 5:
      throw 5;
    case 6:
      return Json::array({1, 2});
    case 7:
      return {{"status", "diverged"}, {"error", 90.0}};
    case 8:
      return {{"text", std::string(1000000, 'x')}};
    case 9:
      return {{"text", "\xFF"}};
  }
  return {{"square", cell.coordinates["seed"].get<int>() * cell.coordinates["seed"].get<int>()}};
}

struct Run {
  std::map<int, Json> rows;
  SweepOutcome outcome;
  std::string printed;
};

Run run(const std::vector<Cell>& cells, const RunCell& cell, int jobs, bool live = false) {
  Run result;
  std::ostringstream out;
  Progress::Options options;
  options.total = cells.size();
  Progress progress(out, live, options);
  const auto keep = [&](const Json& row) {
    REQUIRE(result.rows.emplace(row["seed"].get<int>(), row).second);
  };
  result.outcome = run_sweep(cells, cell, keep, progress, jobs);
  result.printed = out.str();
  for (auto& item : result.rows) {
    CHECK(item.second["seconds"] >= 0);
    item.second.erase("seconds");
  }
  return result;
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) >= 0; }

}  // namespace

TEST_CASE("a cell that fails is recorded with its reason and takes no other with it") {
  const Run one = run(numbered(14), misbehave, 1);
  REQUIRE(one.rows.size() == 14);
  CHECK(one.outcome.finished == 14);
  CHECK(one.outcome.crashed == 7);
  CHECK_FALSE(one.outcome.interrupted);
  const auto reason = [&](int seed) {
    CHECK(one.rows.at(seed)["status"] == "crashed");
    return one.rows.at(seed)["reason"].get<std::string>();
  };
  CHECK(contains(reason(0), "loss: \"nan\"\nat step 3"));
  CHECK(contains(reason(1), "SIGABRT"));
  CHECK(contains(reason(2), "SIGSEGV"));
  CHECK(reason(3) == "exited with code 3 without a result");
  CHECK(contains(reason(4), "SIGKILL"));
  CHECK(contains(reason(5), "an exception of a type unknown here"));
  CHECK(contains(reason(6), "[1,2]"));
  CHECK(one.rows.at(7) == Json({{"seed", 7}, {"status", "diverged"}, {"error", 90.0}}));
  CHECK(one.rows.at(8)["text"].get<std::string>().size() == 1000000);
  CHECK(one.rows.at(10) == Json({{"seed", 10}, {"status", "finished"}, {"square", 100}}));
  CHECK_FALSE(has_children());

  const Run two = run(numbered(14), misbehave, 2);
  CHECK(two.rows == one.rows);
  CHECK_FALSE(has_children());
}

TEST_CASE("cells run side by side, but no more than asked for") {
  TempFolder folder;
  const auto log = folder.path() / "log";
  const RunCell cell = [&](const Cell&, const ReportProgress&) -> Json {
    std::ofstream(log, std::ios::app) << "+" << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    std::ofstream(log, std::ios::app) << "-" << std::flush;
    return Json::object();
  };
  for (const int jobs : {1, 3}) {
    std::filesystem::remove(log);
    CHECK(run(numbered(5), cell, jobs).rows.size() == 5);
    int at_once = 0, most = 0;
    std::ifstream in(log);
    for (char c; in.get(c);) most = std::max(most, at_once += c == '+' ? 1 : -1);
    CHECK(most == jobs);
  }
}

TEST_CASE("a piped sweep prints plain lines, a live one a line that is redrawn") {
  const RunCell cell = [](const Cell& c, const ReportProgress& report) -> Json {
    report({5, 10, 320});
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    if (c.coordinates["seed"] == 1) throw std::runtime_error("too hot");
    return Json::object();
  };
  const std::string plain = run(numbered(3), cell, 1).printed;
  CHECK(plain == "[1/3] seed 0: finished\n[2/3] seed 1: crashed: too hot\n[3/3] seed 2: finished\n");
  const std::string live = run(numbered(3), cell, 1, true).printed;
  CHECK(contains(live, "\r"));
  CHECK(contains(live, "[2/3] seed 1: crashed: too hot\n"));
  CHECK(live.substr(live.size() - 4) == "\r\x1b[K");
}

TEST_CASE("a sweep whose results cannot be kept leaves no process behind") {
  const RunCell cell = [](const Cell& c, const ReportProgress&) -> Json {
    if (c.coordinates["seed"] != 0) std::this_thread::sleep_for(std::chrono::seconds(20));
    return Json::object();
  };
  std::ostringstream out;
  Progress progress(out, false, {});
  const auto full = [](const Json&) { gg::fail_with("the disk is full"); };
  const auto words = error_of([&] { run_sweep(numbered(4), cell, full, progress, 3); });
  CHECK(words == "the disk is full");
  CHECK_FALSE(has_children());
}

TEST_CASE("a sweep needs a job") {
  CHECK(contains(error_of([] { run(numbered(1), misbehave, 0); }), "expected at least one job, got 0"));
}

TEST_CASE("signals are heard, and the handlers of before restored") {
  std::signal(SIGINT, SIG_IGN);
  {
    InterruptGuard guard;
    CHECK_FALSE(guard.interrupted());
    CHECK_THROWS_AS(InterruptGuard(), gg::Error);
    std::raise(SIGTERM);
    CHECK(guard.interrupted());
  }
  CHECK(std::signal(SIGINT, SIG_DFL) == SIG_IGN);
  CHECK_FALSE(InterruptGuard().interrupted());
}

namespace {

const std::vector<std::string> keys = {"seed"};

// A program that runs a slow sweep, as a demo would; ends with its exit code.
[[noreturn]] void sweep_program(const std::filesystem::path& folder) {
  const RunCell slow = [&](const Cell& cell, const ReportProgress&) -> Json {
    std::ofstream(folder / "processes", std::ios::app) << std::to_string(::getpid()) + "\n";
    std::this_thread::sleep_for(std::chrono::milliseconds(cell.coordinates["seed"] < 4 ? 20 : 20000));
    return {{"value", 1}};
  };
  ResultsFile file(folder, Json::object(), keys, false);
  std::ostringstream out;
  Progress progress(out, false, {});
  const auto outcome = run_sweep(
      numbered(12), slow, [&](const Json& row) { file.append(row); }, progress, 2);
  ::_exit(outcome.interrupted ? interrupted_exit_code : 0);
}

// Neither gone nor a zombie that waits for its new parent.
bool is_running(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/stat");
  std::string number, name, state;
  return status >> number >> name >> state && state != "Z";
}

void wait_for_rows(const std::filesystem::path& folder, std::size_t count) {
  for (int i = 0; i < 1000 && read_results(folder, keys).rows.size() < count; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace

TEST_CASE("a sweep that is interrupted keeps what is finished and goes on where it stopped") {
  for (int signal : {SIGINT, SIGTERM, SIGKILL}) {
    TempFolder folder;
    const pid_t program = ::fork();
    if (program == 0) {
      ::setpgid(0, 0);
      sweep_program(folder.path());
    }
    wait_for_rows(folder.path(), 3);
    const auto start = std::chrono::steady_clock::now();
    // Ctrl-C reaches the program and its children alike.
    ::kill(signal == SIGINT ? -program : program, signal);
    int status = 0;
    REQUIRE(::waitpid(program, &status, 0) == program);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
    if (signal != SIGKILL) {
      REQUIRE(WIFEXITED(status));
      CHECK(WEXITSTATUS(status) == interrupted_exit_code);
    }
    const auto kept = read_results(folder.path(), keys);
    CHECK(kept.rows.size() >= 3);
    CHECK(kept.rows.size() < 12);
    for (const auto& row : kept.rows) CHECK(row["status"] == "finished");

    std::this_thread::sleep_for(std::chrono::milliseconds(signal == SIGKILL ? 200 : 0));
    std::ifstream processes(folder.path() / "processes");
    for (pid_t pid; processes >> pid;) CHECK_FALSE(is_running(pid));

    ResultsFile file(folder.path(), Json::object(), keys, true);
    const auto missing = file.missing(numbered(12));
    CHECK(missing.size() == 12 - kept.rows.size());
    std::ostringstream out;
    Progress progress(out, false, {});
    const RunCell quick = [](const Cell&, const ReportProgress&) -> Json { return {{"value", 1}}; };
    run_sweep(
        missing, quick, [&](const Json& row) { file.append(row); }, progress, 2);
    CHECK(file.missing(numbered(12)).empty());
    CHECK(read_results(folder.path(), keys).rows.size() == 12);
  }
}

TEST_CASE("how to resume is said as a command that can be pasted") {
  SweepOutcome outcome;
  outcome.finished = 7;
  const auto words = how_to_resume(outcome, "out/my run", {"./demo", "--norms", "bn gn"});
  CHECK(contains(words, "7 cells finished"));
  const std::string folder = (std::filesystem::current_path() / "out/my run").string();
  CHECK(contains(words, "\n  ./demo --norms 'bn gn' --out '" + folder + "' --resume\n"));
  CHECK(contains(how_to_resume(outcome, "a", {"./demo", "--out=a", "--resume"}),
                 "  ./demo --out=a --resume\n"));
}
