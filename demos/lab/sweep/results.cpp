#include "demos/lab/sweep/results.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>

#include "core/check.hpp"
#include "core/files.hpp"

namespace gg::lab {
namespace fs = std::filesystem;
namespace {

std::string results_path(const fs::path& folder) { return (folder / "results.jsonl").string(); }
std::string settings_path(const fs::path& folder) { return (folder / "settings.json").string(); }

std::string key_of(const Json& row, const std::vector<std::string>& coordinates, const std::string& where) {
  Json key = Json::array();
  for (const auto& name : coordinates) {
    GG_CHECK(row.contains(name), where, ": expected the coordinate \"", name, "\", which is missing");
    key.push_back(row[name]);
  }
  return key.dump();
}

Json parse_object(const std::string& bytes, const std::string& where) {
  Json value = Json::parse(bytes, nullptr, false);
  GG_CHECK(value.is_object(), where, ": expected one JSON object, got ", bytes.substr(0, 60),
           bytes.size() > 60 ? "..." : "");
  return value;
}

std::string shown(const Json& settings, const std::string& key) {
  return settings.contains(key) ? settings[key].dump() : "nothing";
}

void check_settings(const fs::path& folder, const Json& old_settings, const Json& new_settings) {
  std::string differences;
  const auto compare = [&](const std::string& key) {
    if (shown(old_settings, key) == shown(new_settings, key)) return;
    differences +=
        "\n  " + key + ": " + shown(old_settings, key) + " there, " + shown(new_settings, key) + " now";
  };
  for (const auto& item : old_settings.items()) compare(item.key());
  for (const auto& item : new_settings.items()) {
    if (!old_settings.contains(item.key())) compare(item.key());
  }
  GG_CHECK(differences.empty(), folder.string(), " holds a sweep with other settings:", differences,
           "\nChoose another folder, or the settings it was begun with.");
}

bool crashed(const Json& row) { return row.value("status", "") == "crashed"; }

void write_all(int file, const std::string& bytes, const std::string& path) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(file, bytes.data() + done, bytes.size() - done);
    GG_CHECK(n >= 0 || errno == EINTR, path, " could not be written: ", std::strerror(errno));
    if (n > 0) done += static_cast<std::size_t>(n);
  }
  GG_CHECK(::fsync(file) == 0 || errno == EINVAL, path, " could not be written: ", std::strerror(errno));
}

// The cells of a sweep that was killed share its lock, and take a moment to die.
bool locked(int file) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return true;
    ::usleep(50000);
  }
  return false;
}

}  // namespace

Results read_results(const fs::path& folder, const std::vector<std::string>& coordinates) {
  const std::string path = results_path(folder);
  Results results;
  if (!fs::exists(path)) return results;
  const std::string bytes = read_file(path);
  struct Place {
    int line;
    std::size_t row;
  };
  std::map<std::string, Place> places;
  std::set<std::size_t> run_again;
  std::size_t at = 0;
  for (int line = 1; at < bytes.size(); ++line) {
    const std::string where = path + ", line " + text(line);
    const std::size_t end = bytes.find('\n', at);
    if (end == std::string::npos) {
      results.warning = where + ": the last line is torn (its writer was stopped) and was dropped";
      break;
    }
    results.rows.push_back(parse_object(bytes.substr(at, end - at), where));
    const Place place = {line, results.rows.size() - 1};
    const auto [first, is_new] = places.emplace(key_of(results.rows.back(), coordinates, where), place);
    if (!is_new) {
      GG_CHECK(crashed(results.rows[first->second.row]), where, ": the cell ", first->first, " is in line ",
               first->second.line, " already");
      run_again.insert(first->second.row);
      first->second = place;
    }
    at = end + 1;
  }
  for (auto row = run_again.rbegin(); row != run_again.rend(); ++row)
    results.rows.erase(results.rows.begin() + static_cast<std::ptrdiff_t>(*row));
  results.sound_bytes = at;
  return results;
}

Json read_settings(const fs::path& folder) {
  const std::string path = settings_path(folder);
  return parse_object(read_file(path), path);
}

ResultsFile::ResultsFile(fs::path folder, const Json& settings, std::vector<std::string> coordinates,
                         bool resume)
    : folder_(std::move(folder)), path_(results_path(folder_)), coordinates_(std::move(coordinates)) {
  const bool has_settings = fs::exists(settings_path(folder_));
  const bool has_results = fs::exists(path_) && fs::file_size(path_) > 0;
  GG_CHECK(!resume || has_settings || has_results, "--resume: ", folder_.string(),
           " holds no results to go on with");
  GG_CHECK(has_settings || !has_results, folder_.string(), " holds results.jsonl but no settings.json, so ",
           "nobody can tell whether the new cells fit to the old ones. Choose another folder.");
  if (has_settings) {
    check_settings(folder_, read_settings(folder_), settings);
  } else {
    write_file(settings_path(folder_), settings.dump(2) + "\n");
  }
  GG_CHECK(resume || !has_results, folder_.string(),
           " holds the results of an earlier run. Go on with it by --resume, or choose another folder.");
  open_for_appending();
}

void ResultsFile::open_for_appending() {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  GG_CHECK(file_ >= 0, path_.string(), " could not be opened: ", std::strerror(errno));
  try {
    GG_CHECK(locked(file_), folder_.string(), " is in use: another sweep is writing to it");
    results_ = read_results(folder_, coordinates_);
    if (results_.warning.empty()) return;
    GG_CHECK(::ftruncate(file_, static_cast<off_t>(results_.sound_bytes)) == 0, path_.string(),
             " could not be cut to its sound lines: ", std::strerror(errno));
  } catch (...) {
    ::close(file_);
    throw;
  }
}

ResultsFile::~ResultsFile() { ::close(file_); }

bool ResultsFile::has(const Cell& cell) const {
  const std::string key = key_of(cell.coordinates, coordinates_, cell.name());
  for (const auto& row : results_.rows) {
    if (key_of(row, coordinates_, path_.string()) == key) return !crashed(row);
  }
  return false;
}

std::vector<Cell> ResultsFile::missing(const std::vector<Cell>& cells) const {
  std::vector<Cell> out;
  for (const auto& cell : cells) {
    if (!has(cell)) out.push_back(cell);
  }
  return out;
}

void ResultsFile::append(const Json& row) {
  GG_CHECK(!has({row}), path_.string(), ": the cell ", key_of(row, coordinates_, path_.string()),
           " is there already");
  const std::string line = row.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  try {
    write_all(file_, line, path_.string());
  } catch (const Error&) {
    if (::ftruncate(file_, static_cast<off_t>(results_.sound_bytes)) != 0) {
      // What is left of the line has no end and is dropped by the next reader.
    }
    throw;
  }
  results_.sound_bytes += line.size();
  const std::string key = key_of(row, coordinates_, path_.string());
  auto& rows = results_.rows;
  rows.erase(
      std::remove_if(rows.begin(), rows.end(),
                     [&](const Json& old) { return key_of(old, coordinates_, path_.string()) == key; }),
      rows.end());
  rows.push_back(row);
}

}  // namespace gg::lab
