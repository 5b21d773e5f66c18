// Grades a folder of a student's functions, one exercise after the other.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "notebooks/exercises/grade/limited_process.hpp"

namespace gg::grade {

struct GradeOptions {
  std::filesystem::path folder;        // with NAME.hpp for each exercise that was done
  std::vector<std::string> exercises;  // names; empty: all
  Limits limits;                       // of each check; more time for those whose entry says so
  double compile_seconds = 120;
  std::string compiler = "c++";
  double points = 10;  // of each exercise
};

struct Grade {
  std::string exercise, title;
  int chapter = 0;
  double points = 0, most = 0;  // by the share of cases that pass
  bool handed_in = false;
  std::string outcome;  // in a few words: "5 of 5 cases pass", "took more than 10 s"
  std::string output;   // what the check, the compiler or the program said
};

// Compiles FOLDER/NAME.hpp, which must define the function NAME, with the check of that exercise, and runs it
// in a process of its own, so that an endless loop, a crash or an exit costs this exercise its points and
// none other. Calls `done` after each. Throws Error for a folder that is not there and an unknown exercise.
std::vector<Grade> grade(const GradeOptions& options, const std::function<void(const Grade&)>& done);

// The headers in the folder that bear no exercise's name: misspelt, or what others include.
std::vector<std::string> files_of_no_exercise(const std::filesystem::path& folder);

std::string results_json(const std::vector<Grade>& grades);  // as Gradescope's autograder reads it
std::string junit_xml(const std::vector<Grade>& grades);

}  // namespace gg::grade
