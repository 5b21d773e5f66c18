#include "demos/lab/data/data.hpp"

#include <cstdlib>
#include <filesystem>

#include "core/check.hpp"
#include "demos/lab/data/cifar.hpp"
#include "demos/lab/data/glyphs.hpp"
#include "demos/lab/data/idx.hpp"
#include "demos/lab/data/optdigits.hpp"

namespace gg::lab {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kMnistFiles = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                              "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

Dataset make_glyphs(const std::vector<std::string>&, std::uint64_t seed) { return glyphs(seed); }

Dataset read_mnist(const std::vector<std::string>& paths, std::uint64_t) {
  return {"", 10, read_idx(paths[0], paths[1]), read_idx(paths[2], paths[3])};
}

Dataset read_digits(const std::vector<std::string>& paths, std::uint64_t) {
  return {"", 10, read_optdigits(paths[0]), read_optdigits(paths[1])};
}

Dataset read_cifar(const std::vector<std::string>& paths, std::uint64_t) {
  return {"", 10, read_cifar10({paths.begin(), paths.end() - 1}), read_cifar10({paths.back()})};
}

const DatasetEntry& find_entry(const std::string& name) {
  std::string known;
  for (const auto& entry : dataset_table()) {
    if (entry.name == name) return entry;
    known += (known.empty() ? "" : ", ") + entry.name;
  }
  fail_with("unknown data set \"", name, "\"; there are: ", known);
}

// The name of the set that a folder is named after, or nothing.
std::string named_after(fs::path folder) {
  if (!folder.has_filename()) folder = folder.parent_path();
  for (const auto& entry : dataset_table()) {
    if (folder.filename() == entry.name) return entry.name;
    if (!entry.archive_folder.empty() && folder.filename() == entry.archive_folder) return entry.name;
  }
  return "";
}

std::vector<fs::path> places(const DatasetEntry& entry, const fs::path& folder) {
  const std::string owner = named_after(folder);
  const bool shares_names = entry.name == "fashion-mnist" || entry.name == "kmnist";
  std::vector<fs::path> out{folder / entry.name};
  if (!entry.archive_folder.empty()) {
    out.push_back(folder / entry.name / entry.archive_folder);
    out.push_back(folder / entry.archive_folder);
  }
  if (owner == entry.name || (owner.empty() && !shares_names)) out.push_back(folder);
  return out;
}

fs::path find_file(const DatasetEntry& entry, const std::string& file, const fs::path& folder) {
  std::string searched;
  for (const auto& place : places(entry, folder)) {
    for (const char* ending : {"", ".gz"}) {
      std::error_code ignored;
      const fs::path path = place / (file + ending);
      if (fs::is_regular_file(path, ignored)) return path;
    }
    searched += (searched.empty() ? "" : " or ") + place.string();
  }
  fail_with("data set ", entry.name, ": found no ", file, " (or ", file, ".gz) in ", searched, ". ",
            entry.source, " Another folder is chosen with --data-dir or the variable GROUPGRAD_DATA.");
}

std::string data_folder(const DatasetEntry& entry, const std::string& data_dir) {
  if (!data_dir.empty()) return data_dir;
  const char* variable = std::getenv("GROUPGRAD_DATA");
  GG_CHECK(variable != nullptr && *variable != 0, "data set ", entry.name,
           ": no data folder; name one with --data-dir or the variable GROUPGRAD_DATA. ", entry.source);
  return variable;
}

}  // namespace

const std::vector<DatasetEntry>& dataset_table() {
  static const std::vector<DatasetEntry> table = {
      {"glyphs", "ten handwritten-looking letters, drawn by the program, 28 x 28", {}, "", make_glyphs},
      {"mnist", "handwritten digits, 28 x 28 (LeCun, Cortes and Burges, 1998)", kMnistFiles,
       "The build target fetch_mnist downloads its files.", read_mnist},
      {"fashion-mnist", "pieces of clothing, 28 x 28 (Xiao, Rasul and Vollgraf, 2017)", kMnistFiles,
       "Its four files are at https://github.com/zalandoresearch/fashion-mnist; put them in a folder "
       "fashion-mnist.",
       read_mnist},
      {"kmnist", "cursive Japanese characters, 28 x 28 (Clanuwat et al., 2018)", kMnistFiles,
       "Its four files are at https://github.com/rois-codh/kmnist; put them in a folder kmnist.", read_mnist},
      {"optdigits",
       "handwritten digits, 8 x 8 (Alpaydin and Kaynak, 1998)",
       {"optdigits.tra", "optdigits.tes"},
       "The build target fetch_optdigits downloads its files.",
       read_digits},
      {"cifar10",
       "colour photographs of ten classes, 3 x 32 x 32 (Krizhevsky, 2009)",
       {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin",
        "test_batch.bin"},
       "The build target fetch_cifar10 downloads its files, those of the binary version.",
       read_cifar,
       "cifar-10-batches-bin"},
  };
  return table;
}

Dataset load_dataset(const std::string& name, const std::string& data_dir, std::uint64_t seed) {
  const DatasetEntry& entry = find_entry(name);
  std::vector<std::string> paths;
  for (const auto& file : entry.files) {
    paths.push_back(find_file(entry, file, data_folder(entry, data_dir)).string());
  }
  Dataset out = entry.read(paths, seed);
  out.name = entry.name;
  return out;
}

}  // namespace gg::lab
