// The IDX format of the MNIST family (MNIST, Fashion-MNIST, KMNIST): one file of images, one of labels.
//
// Both files begin with big-endian 32-bit numbers: a magic number (0x803 for images, 0x801 for labels), the
// count, and for images height and width; then one unsigned byte a pixel or label. (Source: the page
// "The MNIST database of handwritten digits" by LeCun, Cortes and Burges.)
#pragma once

#include <string>

#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

// Reads grey images, scaled from 0..255 to 0..1, and their labels. Either file may be
// gzip-compressed, whatever its name.
//
// Throws, with the name of the file and its fault: cannot be opened; wrong magic number; cut short; more
// bytes than the header declares; damaged compression; images without pixels or, altogether, above 1 GiB;
// counts of images and labels that differ; a label above 9. Memory grows with the bytes that are really
// there, so a wrong header cannot ask for much.
Images read_idx(const std::string& images_path, const std::string& labels_path);

}  // namespace gg::lab
