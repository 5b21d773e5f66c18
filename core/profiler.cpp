#include "core/profiler.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "core/files.hpp"
#include "core/memory.hpp"

namespace gg {
namespace {

constexpr std::size_t kMostCalls = 1 << 20;  // kept for the trace

thread_local Profiler* active = nullptr;
thread_local bool inside_op = false;

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

template <class... Values>
std::string formatted(const char* format, Values... values) {
  char line[160];
  std::snprintf(line, sizeof line, format, values...);
  return line;
}

std::string entry_text(const ProfileEntry& e) {
  const double mean = e.calls ? 1e6 * e.seconds / static_cast<double>(e.calls) : 0;
  return formatted(" %8zu %10.3f %9.2f %9.2f", e.calls, 1e3 * e.seconds, mean,
                   static_cast<double>(e.bytes) / (1 << 20));
}

}  // namespace

Profiler::Profiler() {
  GG_CHECK(active == nullptr, "Profiler: another one measures this thread already");
  active = this;
}

Profiler::~Profiler() { stop(); }

void Profiler::stop() {
  if (stopped_) return;
  GG_CHECK(active == this, "Profiler: expected stop() on the thread that is measured, got it on another one");
  active = nullptr;
  stopped_ = true;
  measured_ = seconds_between(start_, Clock::now());
}

void Profiler::add(const Call& call) {
  ProfileRow& row = rows_[call.op];
  row.op = call.op;
  ProfileEntry& entry = call.backward ? row.backward : row.forward;
  ++entry.calls;
  entry.seconds += call.seconds;
  entry.bytes += call.bytes;
  if (calls_.size() < kMostCalls) calls_.push_back(call);
}

std::vector<ProfileRow> Profiler::rows() const {
  std::vector<ProfileRow> rows;
  for (const auto& [op, row] : rows_) rows.push_back(row);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ProfileRow& a, const ProfileRow& b) { return a.seconds() > b.seconds(); });
  return rows;
}

std::string Profiler::table() const {
  const double total = stopped_ ? measured_ : seconds_between(start_, Clock::now());
  std::string out =
      "                       | forward                               | backward                             "
      " |\n"
      "op                     |    calls   total ms   mean us       MiB |    calls   total ms   mean us      "
      " MiB |  share\n";
  double in_ops = 0;
  for (const ProfileRow& row : rows()) {
    in_ops += row.seconds();
    out += formatted("%-22s |", row.op.c_str()) + entry_text(row.forward) + " |" + entry_text(row.backward) +
           formatted(" | %5.1f%%\n", 100 * row.seconds() / total);
  }
  return out + formatted("%.3f ms in all, %.1f%% of it in ops\n", 1e3 * total, 100 * in_ops / total);
}

void Profiler::save_trace(const std::filesystem::path& path) const {
  nlohmann::json events = nlohmann::json::array();
  for (const Call& call : calls_) {
    events.push_back({{"name", call.op},
                      {"cat", call.backward ? "backward" : "forward"},
                      {"ph", "X"},
                      {"ts", 1e6 * call.start},
                      {"dur", 1e6 * call.seconds},
                      {"pid", 1},
                      {"tid", call.backward ? 2 : 1},
                      {"args", {{"bytes", call.bytes}}}});
  }
  const auto name_row = [&](int tid, const char* name) {
    events.push_back(
        {{"name", "thread_name"}, {"ph", "M"}, {"pid", 1}, {"tid", tid}, {"args", {{"name", name}}}});
  };
  name_row(1, "forward");
  name_row(2, "backward");
  write_file(path, nlohmann::json{{"traceEvents", events}, {"displayTimeUnit", "ms"}}.dump());
}

OpTimer::OpTimer(const char* op, Direction direction)
    : profiler_(inside_op ? nullptr : active), op_(op), direction_(direction) {
  if (!profiler_) return;
  inside_op = true;
  bytes_ = acquired_bytes();
  start_ = Profiler::Clock::now();
}

OpTimer::~OpTimer() {
  if (!profiler_) return;
  const auto end = Profiler::Clock::now();
  inside_op = false;
  if (active != profiler_) return;  // it stopped in between
  profiler_->add({op_, direction_ == backward, seconds_between(profiler_->start_, start_),
                  seconds_between(start_, end), acquired_bytes() - bytes_});
}

}  // namespace gg
