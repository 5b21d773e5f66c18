#include <cmath>
#include <limits>
#include <set>
#include <sstream>

#include "core/files.hpp"
#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/exercises.hpp"
#include "notebooks/exercises/grade/grading.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::check;
namespace fs = std::filesystem;

namespace {

const fs::path exercises = GROUPGRAD_EXERCISES;

// The names of the folders with a statement.
std::set<std::string> folders() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(exercises)) {
    if (fs::exists(entry.path() / "statement.md")) names.insert(entry.path().filename().string());
  }
  return names;
}

std::vector<gg::grade::Grade> grades_of(const fs::path& folder, const std::vector<std::string>& names = {}) {
  gg::grade::GradeOptions o;
  o.folder = folder;
  o.exercises = names;
  o.limits.seconds = names.empty() ? 60 : 2;
  return gg::grade::grade(o, {});
}

}  // namespace

TEST_CASE("exercises: each has a statement, a stub and a solution, and a row in the table") {
  std::set<std::string> names;
  for (const Entry& entry : exercise_table()) {
    INFO(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK(fs::exists(exercises / entry.name / "stub.hpp"));
    CHECK(fs::exists(exercises / "solutions" / (std::string(entry.name) + ".hpp")));
    const std::string statement = gg::read_file(exercises / entry.name / "statement.md");
    CHECK(contains(statement, std::string("gg::check::") + entry.name + "("));
  }
  CHECK(names == folders());
}

TEST_CASE("exercises: every known mistake fails, and gets its own hint") {
  for (const Entry& entry : exercise_table()) {
    for (const auto& [hint, result] : entry.try_mistakes()) {
      INFO(entry.name << ": " << hint);
      REQUIRE(result.failure);
      CHECK(result.failure->hint == hint);
    }
  }
}

TEST_CASE("exercises: all solutions get all points") {
  for (const gg::grade::Grade& grade : grades_of(exercises / "solutions")) {
    INFO(grade.exercise << ": " << grade.outcome << "\n" << grade.output);
    CHECK(grade.points == grade.most);
  }
}

TEST_CASE("exercises: all stubs compile, and say that they are not written yet, or what is wrong with them") {
  TempFolder folder;
  for (const Entry& entry : exercise_table())
    fs::copy_file(exercises / entry.name / "stub.hpp", folder.path() / (std::string(entry.name) + ".hpp"));
  const auto grades = grades_of(folder.path());
  REQUIRE(grades.size() == exercise_table().size());
  for (std::size_t i = 0; i < grades.size(); ++i) {
    INFO(grades[i].exercise << ": " << grades[i].outcome << "\n" << grades[i].output);
    const std::string expected = exercise_table()[i].of_the_stub;
    CHECK(contains(grades[i].output, expected));
    if (expected == Entry().of_the_stub) {
      CHECK(grades[i].points == 0);
    } else {
      CHECK(grades[i].points < grades[i].most);
    }
  }
}

TEST_CASE("grade: whatever a student's function does, it costs only its own exercise") {
  struct Nasty {
    const char *body, *outcome;
  };
  const std::vector<Nasty> nasties = {
      {"for (volatile int i = 0;; ++i) {}", "took more than 2 s"},
      {"std::exit(0);", "ended before its check did"},
      {"std::abort();", "was killed by SIGABRT"},
      {"*reinterpret_cast<volatile int*>(8) = 1; return 0;", "was killed by SIGSEGV"},
      {"throw 3;", "0 of 4 cases pass"},
      {"std::vector<char> all(std::size_t{1} << 40, 'x'); return all[x > 0];", "0 of 4 cases pass"},
      {"for (;;) std::cout << x << std::string(1000, 'y');", "took more than 2 s"},
      {"return no_such_name;", "does not compile"},
  };
  for (const Nasty& nasty : nasties) {
    INFO(nasty.body);
    TempFolder folder;
    gg::write_file(folder.path() / "derivative.hpp",
                   std::string("#include <cstdlib>\n#include <iostream>\n#include <vector>\n"
                               "double derivative(double x) { (void)x; ") +
                       nasty.body + " }\n");
    fs::copy_file(exercises / "solutions" / "group_norm_backward.hpp",
                  folder.path() / "group_norm_backward.hpp");
    const auto grades = grades_of(folder.path(), {"derivative", "group_norm_backward"});
    CHECK(grades[0].outcome == nasty.outcome);
    CHECK(grades[0].points == 0);
    CHECK(grades[0].output.size() < 200000);
    CHECK(grades[1].points == grades[1].most);
  }
}

TEST_CASE("grade: what was written in a notebook compiles without the includes of its first cell") {
  TempFolder folder;
  gg::write_file(
      folder.path() / "batch_norm.hpp",
      "gg::Tensor batch_norm(const gg::Tensor& x, const gg::Tensor& gamma, const gg::Tensor& beta, "
      "double eps) {\n"
      "  const std::map<std::string, gg::Shape> as = {{\"channels\", {1, x.size(1), 1, 1}}};\n"
      "  const gg::Tensor mean = gg::mean(x, {0, 2, 3}, true), var = gg::var(x, {0, 2, 3}, true, 0);\n"
      "  return (x - mean) / gg::sqrt(var + eps) * gg::reshape(gamma, as.at(\"channels\")) +\n"
      "         gg::reshape(beta, as.at(\"channels\"));\n}\n");
  const auto grades = grades_of(folder.path(), {"batch_norm"});
  INFO(grades[0].outcome << "\n" << grades[0].output);
  CHECK(grades[0].points == grades[0].most);
}

TEST_CASE("grade: what is missing has no points; folders and names that are not there are refused") {
  TempFolder folder;
  const auto grades = grades_of(folder.path(), {"derivative"});
  REQUIRE(grades.size() == 1);
  CHECK_FALSE(grades[0].handed_in);
  CHECK(grades[0].outcome == "not handed in");
  folder.write("Derivative.hpp", "");
  folder.write("notes.txt", "");
  CHECK(gg::grade::files_of_no_exercise(folder.path()) == std::vector<std::string>{"Derivative.hpp"});
  CHECK(contains(error_of([&] { grades_of(folder.path() / "no"); }), "there is no folder"));
  CHECK(contains(error_of([&] { grades_of(folder.path(), {"nothing"}); }),
                 "there is no exercise 'nothing'; there are\n  derivative"));
}

TEST_CASE("grade: results for Gradescope and JUnit hold names, points and what was said") {
  const std::vector<gg::grade::Grade> grades = {
      {"derivative", "a title", 1, 10, 10, true, "4 of 4 cases pass", "fine"},
      {"softmax", "another", 4, 2.5, 10, true, "1 of 4 cases pass", "a < b & \"c\" \x01"}};
  const std::string json = gg::grade::results_json(grades), xml = gg::grade::junit_xml(grades);
  CHECK(contains(json, "\"score\": 12.5"));
  CHECK(contains(json, "\"max_score\": 10.0"));
  CHECK(contains(json, "\"status\": \"failed\""));
  CHECK(contains(json, "1 of 4 cases pass\\n"));
  CHECK(contains(xml, "tests=\"2\" failures=\"1\""));
  CHECK(contains(xml, "<testcase classname=\"chapter 1\" name=\"derivative\"/>"));
  CHECK(contains(xml, "a &lt; b &amp; &quot;c&quot; ?"));
}

TEST_CASE("a check shows which cases pass, and the first that fails with inputs, received and expected") {
  const Result result =
      derivative([](double x) { return x > 3 ? 0.0 : 3 * x * x - 2 + 3 * std::cos(3 * x); });
  REQUIRE(result.cases.size() == 4);
  CHECK(result.passed_cases() == 3);
  std::ostringstream printed;
  printed << result;
  CHECK(contains(printed.str(), "derivative: 3 of 4 cases pass."));
  CHECK(contains(printed.str(), "at 4     FAILS"));
  CHECK(
      contains(printed.str(), "--- inputs\nx = 4\n--- received\ndy/dx = 0\n--- expected\ndy/dx = 48.532\n"));
  CHECK(contains(html(result), "✗ fails"));
  CHECK(contains(html(result), "<pre>dy/dx = 48.532"));
}

TEST_CASE("a mistake that is not known is described by what can be seen") {
  Exercise<gg::Tensor(const gg::Tensor&)> twice("twice", {"x"}, {"y"});
  twice.reference([](const gg::Tensor& x) { return gg::Tensor(x.shape(), {2, 4, 6}); });
  twice.add_case("three numbers", gg::Tensor({3}, {1, 2, 3}));
  const auto hint = [&](const std::vector<float>& numbers, const gg::Shape& shape = {3}) {
    const Result result = twice.check([&](const gg::Tensor&) { return gg::Tensor(shape, numbers); });
    return result.failure ? result.failure->hint : "passed";
  };
  CHECK(hint({2, 4, 6}) == "passed");
  CHECK(hint({-2, -4, -6}) == "y has the wrong sign.");
  CHECK(hint({1, 2, 3}) == "y is 0.5 times what it should be, everywhere.");
  CHECK(hint({0, 0, 0}) == "y is all zeros.");
  CHECK(hint({2, 4, 7}).empty());
  CHECK(hint({2, 4, 6}, {1, 3}) == "y has shape (1, 3); (3) was expected.");
  CHECK(hint({2, 4, std::numeric_limits<float>::infinity()}) == "y holds numbers that are not finite.");
  CHECK(twice.check([](const gg::Tensor&) -> gg::Tensor { not_written(); }).failure->hint ==
        "This function is not written yet.");
}

TEST_CASE("a function that changes its arguments spoils no other case") {
  Exercise<double(const std::vector<double>&, gg::Tensor)> sum("sum", {"a", "b"}, {"sum"});
  sum.reference([](const std::vector<double>& a, const gg::Tensor& b) { return a[0] + b.data()[0]; });
  sum.add_case("once", {1.0}, gg::Tensor({1}, {2}));
  const auto spoil = [](const std::vector<double>& a, gg::Tensor b) {
    const double result = a[0] + b.data()[0];
    b.fill_(100);
    return result;
  };
  CHECK(sum.check(spoil).passed());
  CHECK(sum.check(spoil).passed());
}
