// Where the time goes: calls, time and memory of each op, forward and backward.
//
//   gg::Profiler profiler;          // measures this thread from here on
//   train(...);
//   profiler.stop();
//   std::cout << profiler.table();
//   profiler.save_trace("trace.json");  // opens in ui.perfetto.dev and chrome://tracing
//
// An op counts where it is called from outside of ops: what one op does by others, in its value or its rule,
// is part of it. "accumulate" is the adding of gradients that meet. Time between ops (the program's own,
// optimizers) is in no row. Memory is that of the measured thread; what others of a kernel take is not seen.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/config.hpp"

namespace gg {

// One op's calls in one direction.
struct ProfileEntry {
  std::size_t calls = 0;  // how many
  double seconds = 0;     // of all calls
  std::size_t bytes = 0;  // acquired for results and scratch, recycled or new
};

// One op's calls in both.
struct ProfileRow {
  std::string op;                  // as in Tensor::op()
  ProfileEntry forward, backward;  // its value, its rule

  double seconds() const { return forward.seconds + backward.seconds; }  // of all calls
};

// Measures the ops of the thread that makes it, until stop() or its end, both of which belong to that thread.
class Profiler {
 public:
  Profiler();   // throws if another one measures this thread
  ~Profiler();  // stops; on another thread than stop() may be called from, it ends the program
  Profiler(const Profiler&) = delete;
  Profiler& operator=(const Profiler&) = delete;

  // What was measured stays. Throws if it is called, for the first time, on another thread than the measured
  // one.
  void stop();

  std::vector<ProfileRow> rows() const;  // slowest first
  std::string table() const;             // the rows, for a terminal

  // Each call on a time line, as JSON in the Trace Event Format. Of more than 2^20 calls, the first. Throws
  // if the file cannot be written.
  void save_trace(const std::filesystem::path& path) const;

 private:
  friend class OpTimer;
  using Clock = std::chrono::steady_clock;
  struct Call {
    const char* op;
    bool backward;
    double start, seconds;
    std::size_t bytes;
  };
  void add(const Call& call);

  Clock::time_point start_ = Clock::now();
  bool stopped_ = false;
  double measured_ = 0;  // seconds until stop()
  std::map<std::string, ProfileRow> rows_;
  std::vector<Call> calls_;
};

// For the sources of ops: measures its scope as one call, if a profiler is there and no other OpTimer of this
// thread. `op` must be a literal.
class OpTimer {
 public:
  enum Direction { forward, backward };  // an op's value, its rule
  explicit OpTimer(const char* op, Direction direction = forward);
  ~OpTimer();
  OpTimer(const OpTimer&) = delete;
  OpTimer& operator=(const OpTimer&) = delete;

 private:
  Profiler* profiler_;  // null: nothing to do
  const char* op_;
  Direction direction_;
  Profiler::Clock::time_point start_;
  std::size_t bytes_ = 0;
};

}  // namespace gg
