// Grades a student's functions: grade FOLDER.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "core/check.hpp"
#include "core/files.hpp"
#include "notebooks/exercises/grade/grading.hpp"

namespace {

using namespace gg::grade;

void check_new(const std::string& file) {
  GG_CHECK(file.empty() || !std::filesystem::exists(file), file,
           " is there already; --overwrite replaces it");
}

void write(const std::string& file, const std::string& content) {
  if (file.empty()) return;
  gg::write_file(file, content);
  std::cout << "Written: " << file << '\n';
}

void print_line(const Grade& g, bool with_output) {
  std::printf("%2d  %-28s %5.1f / %-4.0f  %s\n", g.chapter, g.exercise.c_str(), g.points, g.most,
              g.outcome.c_str());
  if (with_output && !g.output.empty()) std::printf("%s\n", g.output.c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Compiles and checks a folder of a student's functions, each in a process of its own.",
               "grade");
  GradeOptions o;
  std::string results, junit;
  bool overwrite = false, verbose = false;
  double megabytes = 1024;
  app.add_option("folder", o.folder, "Folder with NAME.hpp for each exercise that was done")->required();
  app.add_option("--exercises", o.exercises, "Names of exercises, separated by commas (default: all)")
      ->delimiter(',');
  app.add_option("--time-limit", o.limits.seconds, "Seconds for each check, but for those that train")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--memory-limit", megabytes, "MiB of address space for each check")
      ->check(CLI::Range(64.0, 65536.0))
      ->capture_default_str();
  app.add_option("--points", o.points, "Points of each exercise")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  app.add_option("--compiler", o.compiler, "C++ compiler")->capture_default_str();
  app.add_option("--results", results, "Write Gradescope's results.json to this file");
  app.add_option("--junit", junit, "Write JUnit XML to this file");
  app.add_flag("--overwrite", overwrite, "Replace these files if they are there");
  app.add_flag("--verbose", verbose, "Print what each check found");
  try {
    app.parse(argc, argv);
    o.limits.memory = static_cast<std::size_t>(megabytes * 1024 * 1024);
    if (!overwrite) {  // before an hour of grading
      check_new(results);
      check_new(junit);
    }
    const auto grades = grade(o, [&](const Grade& g) { print_line(g, verbose); });
    double points = 0, most = 0;
    for (const Grade& g : grades) {
      points += g.points;
      most += g.most;
    }
    std::printf("\n%.1f of %.0f points\n", points, most);
    for (const std::string& file : files_of_no_exercise(o.folder))
      std::cout << file << " has no exercise's name and was not graded\n";
    write(results, results_json(grades));
    write(junit, junit_xml(grades));
    return 0;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "grade: " << error.what() << '\n';
    return 1;
  }
}
