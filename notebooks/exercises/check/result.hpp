// What a check found: which cases pass, and the first that fails, with a hint.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "notebooks/exercises/check/value.hpp"

namespace gg::check {

struct CaseResult {
  std::string name;
  bool passed = false;
};

struct Failure {
  std::string name;  // of the case
  Values inputs;
  Outcome received, expected;
  std::string hint;  // what the mistake seems to be; empty if it is not a known one
};

// Displays in a notebook as a table, and prints as one.
struct Result {
  std::string exercise;
  std::vector<CaseResult> cases;
  std::optional<Failure> failure;  // the first

  bool passed() const { return !failure; }
  std::size_t passed_cases() const;
};

std::ostream& operator<<(std::ostream& out, const Result& result);

// The same as an HTML fragment; all text is escaped.
std::string html(const Result& result);

// Writes {"exercise", "passed_cases", "cases", "text"} as JSON to the file, for `grade`; returns 0.
int write_result(const Result& result, const char* file);

// One case of an exercise, ready to be tried.
struct Trial {
  std::string name;
  Values inputs;
  std::function<Values()> expected, student;
  std::vector<std::function<Values()>> mistakes;  // in the order of the hints
  std::string hint = {};                          // for wrong values that no mistake explains, if not empty
};

// Runs the trials. If the student's outcome agrees with a known mistake wherever it is wrong, the hint is
// that mistake's; otherwise the case's own, or what can be seen of the numbers (a sign, a factor, a shape),
// or nothing.
Result judge(const std::string& exercise, const std::vector<Trial>& trials,
             const std::vector<std::string>& hints, double tolerance);

}  // namespace gg::check
