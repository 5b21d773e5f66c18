// Two groups of runs, compared so that words can follow from it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gg::lab {

// Of |d|: differences below it are smaller than those between seeds.
inline constexpr double effect_worth_naming = 1;

// Of seeds a side: with fewer nothing is concluded.
inline constexpr std::size_t fewest_to_judge = 3;

// Runs under one name.
struct Group {
  std::string name;  // as it is to be printed: "GN:c8"
  std::vector<double> values = {};
  std::size_t failed = 0;  // runs without a value: they diverged, crashed or gave nothing finite
};

enum class Verdict {
  incomplete,     // runs of either group failed: those that are left are the better ones, and tell nothing
  too_few,        // fewer than three runs in either group: nothing can be told
  within_spread,  // |d| < 1: the difference is smaller than that between seeds
  unclear,        // |d| >= 1, but so few seeds give that by chance more than one time in twenty
  lower,          // the second group is clearly lower: |d| >= 1 and a two-sided t-test at 5 %
  higher          // the second group is clearly higher
};

struct Comparison {
  double from = 0;               // mean of the first group
  double to = 0;                 // mean of the second
  std::optional<double> d = {};  // (to - from) / pooled standard deviation; see effect_size
  std::size_t n_from = 0;
  std::size_t n_to = 0;
  std::size_t failed = 0;  // of both
  Verdict verdict = Verdict::too_few;

  double difference() const { return to - from; }
  bool clear() const { return verdict == Verdict::lower || verdict == Verdict::higher; }
};

// Both must hold a value. Groups that do not vary at all but differ are compared as clearly different.
Comparison compare(const Group& from, const Group& to);
Comparison compare(const std::vector<double>& from, const std::vector<double>& to);  // no run failed

// Whether the runs speak against even the smallest effect worth naming in that direction (Verdict::lower or
// higher): were it there, a d as far below it as that at hand would come in less than one of twenty cases
// (one half of a test of equivalence by two one-sided t-tests). A clear difference the other way always does.
bool excludes(const Comparison& comparison, Verdict direction);

// "+1.89 points, d = +9.8, 5 seeds"; "5 and 4 seeds" when the groups are not of one size, and behind it
// ", 1 run without a number" when one failed. `unit` is that of the difference, which gets so many digits
// after the point.
std::string evidence(const Comparison& comparison, const std::string& unit = "points", int digits = 2);

// The ends of it: "5 and 4 seeds, 1 run without a number"; ", 1 run without a number", empty where none
// failed.
std::string seeds_text(const Comparison& comparison);
std::string failures_text(const Comparison& comparison);

}  // namespace gg::lab
