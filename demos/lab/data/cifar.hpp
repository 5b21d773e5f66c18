// CIFAR-10 in its binary version: 32 x 32 colour photographs of ten classes (Krizhevsky, "Learning Multiple
// Layers of Features from Tiny Images", 2009).
#pragma once

#include <string>
#include <vector>

#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

// Reads files of records, 3073 bytes each: the label, 0 to 9, then 1024 bytes of red, 1024 of green and 1024
// of blue, each 32 rows of 32. Gives all images of all files in order, with 3 channels, scaled from 0..255 to
// 0..1. A file may be gzip-compressed, whatever its name.
//
// Throws, with file, byte offset, what is there and what was expected: cannot be opened; no bytes at all; a
// last record that is cut short; a label above 9; damaged compression; more than 1 GiB in one file.
Images read_cifar10(const std::vector<std::string>& paths);

}  // namespace gg::lab
