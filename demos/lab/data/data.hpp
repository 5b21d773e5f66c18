// Data sets by name. `glyphs` is made on the spot; the others are read from files in a data folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

// One row of the table of data sets.
struct DatasetEntry {
  std::string name, description;
  std::vector<std::string> files;  // what it is read from; each may also have the ending .gz
  std::string source;              // how to get the files
  Dataset (*read)(const std::vector<std::string>& paths, std::uint64_t seed);
  std::string archive_folder =
      "";  // the folder that its published archive unpacks to, if it has a name of its own
};

// glyphs, mnist, fashion-mnist, kmnist, optdigits, cifar10.
const std::vector<DatasetEntry>& dataset_table();

// Reads the data set with this name, pixels in 0..1. `seed` matters only to glyphs.
//
// Files are looked for in FOLDER/NAME/, for cifar10 also in the folder cifar-10-batches-bin there and in
// FOLDER, as its archive unpacks, then in FOLDER itself unless that may hold another set: a folder named
// after one set is not searched for others, and files of MNIST's names that lie in any other folder are taken
// for mnist. FOLDER is `data_dir`, or if that is empty the environment variable GROUPGRAD_DATA.
//
// Throws if the name is unknown (and lists the known ones), if there is no folder, if a file is missing (and
// says which, where to put it, and how to get it), and whatever the readers throw.
Dataset load_dataset(const std::string& name, const std::string& data_dir = "", std::uint64_t seed = 0);

}  // namespace gg::lab
