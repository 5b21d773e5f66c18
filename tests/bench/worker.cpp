// bench_worker: computes what it is asked to, and says how long it took. against_pytorch.py alternates it
// with a worker of PyTorch's that understands the same lines:
//
//   time CASE REPEATS      answers: seconds of CPU, seconds of the clock and page faults, each for one repeat
//   memory CASE REPEATS    answers: by how many bytes the process grew at its largest
//   forget                 drops the inputs of all cases
//
// Anything that fails is answered with a line that begins with "error". bench_worker --once runs every
// registered case once and ends.
#include <sys/resource.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "tests/bench/case.hpp"

namespace gg::bench {
namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double page_faults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_minflt);
}

// A line of /proc/self/status, in bytes.
double process_size(const std::string& field) {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == field + ":" && status >> word) return 1024 * std::stod(word);
  }
  fail({"bench: /proc/self/status has no ", field});
}

std::string answer_time(const Body& body, std::size_t repeats) {
  body();  // brings back to the caches what the other worker drove out
  const double faults = page_faults(), wall = wall_seconds(), cpu = cpu_seconds();
  for (std::size_t i = 0; i < repeats; ++i) body();
  const double cpu_spent = cpu_seconds() - cpu, wall_spent = wall_seconds() - wall;
  const double n = static_cast<double>(repeats);
  return text(cpu_spent / n) + " " + text(wall_spent / n) + " " + text((page_faults() - faults) / n);
}

std::string answer_memory(const Body& body, std::size_t repeats) {
  std::ofstream("/proc/self/clear_refs") << 5;  // the largest size begins anew
  const double before = process_size("VmRSS");
  for (std::size_t i = 0; i < repeats; ++i) body();
  return text(process_size("VmHWM") - before);
}

class Worker {
 public:
  std::string answer(const std::string& request) {
    std::istringstream words(request);
    std::string verb, name;
    std::size_t repeats = 0;
    words >> verb >> name >> repeats;
    if (verb == "forget") {
      prepared_.clear();
      return "ok";
    }
    GG_CHECK((verb == "time" || verb == "memory") && repeats > 0,
             "bench: expected 'time CASE REPEATS', 'memory CASE REPEATS' or 'forget', got '", request, "'");
    const Body& body = prepared(name);
    return verb == "time" ? answer_time(body, repeats) : answer_memory(body, repeats);
  }

 private:
  const Body& prepared(const std::string& name) {
    const auto found = prepared_.find(name);
    return found != prepared_.end() ? found->second : prepared_.emplace(name, prepare(name)).first->second;
  }

  std::map<std::string, Body> prepared_;
};

void serve() {
  Worker worker;
  for (std::string request; std::getline(std::cin, request);) {
    try {
      std::cout << worker.answer(request) << std::endl;
    } catch (const std::exception& e) {
      std::cout << "error: " << e.what() << std::endl;
    }
  }
}

void run_all_once() {
  for (const Family& family : families()) {
    for (const Sizes& sizes : family.cells) {
      std::cout << case_name(family, sizes) << std::endl;
      family.prepare(sizes)();
    }
  }
}

}  // namespace
}  // namespace gg::bench

int main(int argc, char** argv) {
  try {
    if (argc == 2 && std::string(argv[1]) == "--once") {
      gg::bench::run_all_once();
    } else {
      GG_CHECK(argc == 1, "bench_worker: expected no argument or --once, got ", argv[1]);
      gg::bench::serve();
    }
  } catch (const std::exception& e) {
    std::cerr << e.what() << "\n";
    return 1;
  }
}
