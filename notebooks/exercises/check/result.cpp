#include "notebooks/exercises/check/result.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/files.hpp"
#include "demos/lab/chart/svg.hpp"

namespace gg::check {
namespace {

Outcome outcome_of(const std::function<Values()>& call) {
  try {
    return {call(), {}, false};
  } catch (const NotWritten& error) {
    return {{}, error.what(), true};
  } catch (const std::exception& error) {
    return {{}, error.what(), false};
  } catch (...) {
    return {{}, "something that is no std::exception", false};
  }
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

std::string summary(const Result& result) {
  return result.exercise + ": " + text(result.passed_cases()) + " of " + text(result.cases.size()) +
         " cases pass" + (result.passed() ? ". Well done!" : ".");
}

std::string inputs_text(const Failure& failure) {
  std::string out;
  for (const Value& input : failure.inputs) out += printed(input);
  return out;
}

// What is shown of it, each part under its title.
std::vector<std::pair<std::string, std::string>> parts(const Failure& failure) {
  return {{"inputs", inputs_text(failure)},
          {"received", printed(failure.received)},
          {"expected", printed(failure.expected)}};
}

}  // namespace

std::size_t Result::passed_cases() const {
  return static_cast<std::size_t>(
      std::count_if(cases.begin(), cases.end(), [](const CaseResult& c) { return c.passed; }));
}

std::ostream& operator<<(std::ostream& out, const Result& result) {
  out << summary(result) << "\n";
  std::size_t width = 0;
  for (const CaseResult& c : result.cases) width = std::max(width, c.name.size());
  for (const CaseResult& c : result.cases)
    out << "  " << padded(c.name, width) << "  " << (c.passed ? "passes" : "FAILS") << "\n";
  if (!result.failure) return out;
  const Failure& failure = *result.failure;
  out << "First failure: " << failure.name << "\n";
  if (!failure.hint.empty()) out << "Hint: " << failure.hint << "\n";
  if (failure.received.not_written) return out;
  for (const auto& [title, content] : parts(failure)) {
    if (!content.empty()) out << "--- " << title << "\n" << content;
  }
  return out;
}

std::string html(const Result& result) {
  std::ostringstream out;
  out << "<p><b>" << lab::escaped(summary(result)) << "</b></p>\n<table>\n";
  for (const CaseResult& c : result.cases) {
    out << "<tr><td style=\"text-align:left\">" << lab::escaped(c.name) << "</td><td>"
        << (c.passed ? "✓ passes" : "✗ fails") << "</td></tr>\n";
  }
  out << "</table>\n";
  if (!result.failure) return out.str();
  const Failure& failure = *result.failure;
  out << "<p>First failure: " << lab::escaped(failure.name) << "</p>\n";
  if (!failure.hint.empty()) out << "<p><b>Hint:</b> " << lab::escaped(failure.hint) << "</p>\n";
  if (failure.received.not_written) return out.str();
  std::string titles, contents;
  for (const auto& [title, content] : parts(failure)) {
    if (content.empty()) continue;
    titles += "<th>" + title + "</th>";
    contents +=
        "<td style=\"text-align:left;vertical-align:top\"><pre>" + lab::escaped(content) + "</pre></td>";
  }
  if (!titles.empty()) out << "<table>\n<tr>" << titles << "</tr>\n<tr>" << contents << "</tr>\n</table>\n";
  return out.str();
}

int write_result(const Result& result, const char* file) {
  std::ostringstream printed_result;
  printed_result << result;
  const nlohmann::json json = {{"exercise", result.exercise},
                               {"passed_cases", result.passed_cases()},
                               {"cases", result.cases.size()},
                               {"text", printed_result.str()}};
  write_file(file, json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return 0;
}

// --- Judging

namespace {

// What can be seen of wrong numbers without knowing how they came about.
struct Look {
  const Value &received, &expected;
  double tolerance;

  bool all(const std::function<bool(double, double)>& holds) const {
    for (std::size_t i = 0; i < expected.numbers.size(); ++i) {
      if (!holds(received.numbers[i], expected.numbers[i])) return false;
    }
    return true;
  }

  bool is_multiple(double factor) const {
    return all([&](double r, double e) { return close(r, factor * e, tolerance); });
  }

  std::string hint() const {
    if (received.shape != expected.shape) {
      return received.name + " has shape " + text(received.shape) + "; " + text(expected.shape) +
             " was expected.";
    }
    if (std::any_of(received.numbers.begin(), received.numbers.end(),
                    [](double x) { return !std::isfinite(x); }))
      return received.name + " holds numbers that are not finite.";
    if (all([](double r, double) { return r == 0; }))
      return received.name + (expected.numbers.size() < 2 ? " is 0." : " is all zeros.");
    if (is_multiple(-1)) return received.name + " has the wrong sign.";
    if (expected.numbers.size() < 2) return "";
    const auto largest = std::max_element(expected.numbers.begin(), expected.numbers.end(),
                                          [](double a, double b) { return std::abs(a) < std::abs(b); });
    if (largest == expected.numbers.end() || *largest == 0) return "";
    const double factor =
        received.numbers[static_cast<std::size_t>(largest - expected.numbers.begin())] / *largest;
    if (is_multiple(factor))
      return received.name + " is " + text(static_cast<float>(factor)) +
             " times what it should be, everywhere.";
    return "";
  }
};

std::string seen_hint(const Outcome& received, const Outcome& expected, const std::string& of_the_case,
                      double tolerance) {
  if (received.not_written) return "This function is not written yet.";
  if (received.error) return "The function throws where it should return: " + *received.error;
  if (expected.error) return "An exception was expected here: " + *expected.error;
  if (!of_the_case.empty()) return of_the_case;
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    const Value &r = received.values[i], &e = expected.values[i];
    if (close(Outcome{{r}, {}, false}, Outcome{{e}, {}, false}, tolerance)) continue;
    return Look{r, e, tolerance}.hint();
  }
  return "";
}

}  // namespace

Result judge(const std::string& exercise, const std::vector<Trial>& trials,
             const std::vector<std::string>& hints, double tolerance) {
  Result result{exercise, {}, {}};
  std::vector<bool> suspected(hints.size(), true);
  for (const Trial& trial : trials) {
    const Outcome received = outcome_of(trial.student), expected = outcome_of(trial.expected);
    const bool passed = !received.not_written && close(received, expected, tolerance);
    result.cases.push_back({trial.name, passed});
    if (passed) continue;
    for (std::size_t i = 0; i < hints.size(); ++i)
      suspected[i] = suspected[i] && close(received, outcome_of(trial.mistakes[i]), tolerance);
    if (!result.failure)
      result.failure = {trial.name, trial.inputs, received, expected,
                        seen_hint(received, expected, trial.hint, tolerance)};
  }
  const auto known = std::find(suspected.begin(), suspected.end(), true);
  if (result.failure && known != suspected.end() && !result.failure->received.not_written)
    result.failure->hint = hints[static_cast<std::size_t>(known - suspected.begin())];
  return result;
}

}  // namespace gg::check
