// The folder of a sweep, the interface between measuring and drawing:
//
//   OUT/settings.json   what is the same for every cell
//   OUT/results.jsonl   one JSON object a line, one line a finished cell, appended the moment it finishes
//
// Nothing in it is ever overwritten. A cell that diverged is a result like any other; one that crashed is run
// again by --resume, and its later line counts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/sweep/cell.hpp"

namespace gg::lab {

struct Results {
  std::vector<Json> rows;          // one a cell, in the order in which they finished; none that was run again
  std::string warning;             // what was dropped; empty if nothing was
  std::uintmax_t sound_bytes = 0;  // length of the file without a torn last line
};

// Reads OUT/results.jsonl; a missing file has no rows. A last line without its end (the writer was killed) is
// dropped with a warning. Throws Error naming file and line when a line is no JSON object, lacks one of the
// coordinates, or repeats the coordinates of an earlier line whose cell had not crashed.
Results read_results(const std::filesystem::path& folder, const std::vector<std::string>& coordinates);

// Reads OUT/settings.json; throws Error naming the file when it is missing or no JSON object.
Json read_settings(const std::filesystem::path& folder);

// Opens a folder for measuring. Only one ResultsFile can hold a folder at a time.
class ResultsFile {
 public:
  // coordinates: the keys that tell cells apart, for example {"norm", "batch", "seed"}.
  // settings: a flat object; what merely adds cells (the list of seeds) is better left out, so
  // that a sweep can be widened later.
  //
  // Creates the folder and settings.json, or checks them. Throws Error when the folder holds other settings
  // (naming every key that differs, with both values), when it holds results and `resume` is false, when
  // `resume` is true and no run was begun in it, when it holds results without settings, when another sweep
  // is writing to it, and as read_results does. With `resume`, a torn last line is cut off the file; see
  // warning().
  ResultsFile(std::filesystem::path folder, const Json& settings, std::vector<std::string> coordinates,
              bool resume);
  ~ResultsFile();
  ResultsFile(const ResultsFile&) = delete;
  ResultsFile& operator=(const ResultsFile&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<Json>& rows() const { return results_.rows; }  // those found and those appended
  const std::string& warning() const { return results_.warning; }

  bool has(const Cell& cell) const;  // with a result: not for one that crashed

  // The cells that have no result yet, in their order.
  std::vector<Cell> missing(const std::vector<Cell>& cells) const;

  // Appends one line and waits until it is on the disk. Throws Error when the row lacks a coordinate, when
  // its cell has a result already, and when it cannot be written (the file then ends as it did before).
  void append(const Json& row);

 private:
  void open_for_appending();

  std::filesystem::path folder_;
  std::filesystem::path path_;
  std::vector<std::string> coordinates_;
  Results results_;
  int file_ = -1;
};

}  // namespace gg::lab
