#include "notebooks/exercises/grade/grading.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/check.hpp"
#include "core/files.hpp"
#include "demos/lab/chart/svg.hpp"
#include "notebooks/exercises/check/exercises.hpp"

namespace gg::grade {
namespace {

namespace fs = std::filesystem;

// A folder that is gone at the end.
class Workshop {
 public:
  Workshop() {
    std::string name = (fs::temp_directory_path() / "grade-XXXXXX").string();
    GG_CHECK(::mkdtemp(name.data()), "cannot make a folder in ", fs::temp_directory_path().string());
    path_ = name;
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// What was written in a notebook finds here what it found there, whether or not it includes it.
std::string main_source(const fs::path& handed_in, const std::string& name) {
  std::string includes;
  for (const char* header :
       {"algorithm", "cmath", "functional", "iostream", "map", "numeric", "set", "string"})
    includes += std::string("#include <") + header + ">\n";
  return includes + "#include \"core/groupgrad.hpp\"\n" +
         "#include \"notebooks/exercises/check/exercises.hpp\"\n#include \"" + handed_in.string() +
         "\"\nint main(int, char** argv) {\n  return gg::check::write_result(gg::check::" + name + "(" +
         name + "), argv[1]);\n}\n";
}

std::vector<std::string> compile_command(const GradeOptions& o) {
  const std::string libraries = GROUPGRAD_LIBRARIES;
  return {o.compiler,
          "-std=c++17",
          "-O1",
          "-I",
          GROUPGRAD_SOURCE,
          "main.cpp",
          "-L",
          libraries,
          "-lgroupgrad_check",
          "-lgroupgrad",
          "-Wl,-rpath," + libraries,
          "-o",
          "checked"};
}

void judge(Grade& grade, const GradeOptions& o, const fs::path& handed_in, const Limits& limits) {
  const Workshop workshop;
  write_file(workshop.path() / "main.cpp", main_source(fs::absolute(handed_in), grade.exercise));
  Limits compiling;
  compiling.seconds = o.compile_seconds;
  compiling.memory = 0;
  const Ended compiled = run_limited(compile_command(o), workshop.path(), compiling);
  grade.output = compiled.output;
  grade.outcome = "does not compile";
  if (!compiled.trouble(compiling).empty()) return;

  const fs::path result = workshop.path() / "result.json";
  const Ended ran =
      run_limited({(workshop.path() / "checked").string(), result.string()}, workshop.path(), limits);
  grade.output += ran.output;
  grade.outcome = ran.trouble(limits);
  if (!grade.outcome.empty()) return;
  grade.outcome = "ended before its check did";
  if (!fs::exists(result)) return;
  const nlohmann::json found = nlohmann::json::parse(read_file(result));
  const double passed = found.at("passed_cases"), cases = found.at("cases");
  grade.points = grade.most * passed / cases;
  grade.outcome = text(passed) + " of " + text(cases) + " cases pass";
  grade.output += found.at("text").get<std::string>();
}

std::vector<check::Entry> chosen(const GradeOptions& o) {
  const auto& table = check::exercise_table();
  if (o.exercises.empty()) return table;
  std::vector<check::Entry> entries;
  for (const std::string& name : o.exercises) {
    const auto entry =
        std::find_if(table.begin(), table.end(), [&](const check::Entry& e) { return e.name == name; });
    if (entry == table.end()) {
      std::string known;
      for (const check::Entry& e : table) known += std::string("\n  ") + e.name;
      fail_with("there is no exercise '", name, "'; there are", known);
    }
    entries.push_back(*entry);
  }
  return entries;
}

// What XML forbids is shown as question marks.
std::string xml_escaped(std::string text) {
  const auto forbidden = [](char c) { return static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\t'; };
  std::replace_if(text.begin(), text.end(), forbidden, '?');
  return lab::escaped(text);
}

}  // namespace

std::vector<Grade> grade(const GradeOptions& o, const std::function<void(const Grade&)>& done) {
  GG_CHECK(fs::is_directory(o.folder), "there is no folder ", o.folder.string());
  std::vector<Grade> grades;
  for (const check::Entry& entry : chosen(o)) {
    Grade grade{entry.name, entry.title, entry.chapter, 0, o.points, false, "not handed in", ""};
    const fs::path handed_in = o.folder / (grade.exercise + ".hpp");
    grade.handed_in = fs::exists(handed_in);
    Limits limits = o.limits;
    limits.seconds = std::max(limits.seconds, entry.seconds);
    if (grade.handed_in) judge(grade, o, handed_in, limits);
    if (done) done(grade);
    grades.push_back(std::move(grade));
  }
  return grades;
}

std::vector<std::string> files_of_no_exercise(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& file : fs::directory_iterator(folder)) {
    const auto belongs = [&](const check::Entry& e) { return file.path().stem() == e.name; };
    const auto& table = check::exercise_table();
    if (file.path().extension() == ".hpp" && std::none_of(table.begin(), table.end(), belongs))
      files.push_back(file.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string results_json(const std::vector<Grade>& grades) {
  nlohmann::ordered_json tests = nlohmann::ordered_json::array();
  double score = 0;
  for (const Grade& g : grades) {
    score += g.points;
    tests.push_back({{"name", g.exercise + ": " + g.title},
                     {"number", text(g.chapter)},
                     {"score", g.points},
                     {"max_score", g.most},
                     {"status", g.points >= g.most ? "passed" : "failed"},
                     {"output", g.outcome + "\n" + g.output}});
  }
  const nlohmann::ordered_json results = {{"score", score}, {"tests", tests}};
  return results.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string junit_xml(const std::vector<Grade>& grades) {
  const auto failures =
      std::count_if(grades.begin(), grades.end(), [](const Grade& g) { return g.points < g.most; });
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"groupgrad exercises\" tests=\"" +
      text(grades.size()) + "\" failures=\"" + text(failures) + "\">\n";
  for (const Grade& g : grades) {
    out += "  <testcase classname=\"chapter " + text(g.chapter) + "\" name=\"" + g.exercise + "\"";
    out += g.points >= g.most ? "/>\n"
                              : ">\n    <failure message=\"" + xml_escaped(g.outcome) + "\">" +
                                    xml_escaped(g.output) + "</failure>\n  </testcase>\n";
  }
  return out + "</testsuite>\n";
}

}  // namespace gg::grade
