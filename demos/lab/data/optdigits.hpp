// "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak, 1998, UCI Machine Learning Repository):
// ten classes, 8 x 8 pixels, each pixel the count of ink in a 4 x 4 block.
#pragma once

#include <string>

#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

// Reads optdigits.tra or optdigits.tes: a line for each image, 64 pixels from 0 to 16 and the digit,
// separated by commas. Pixels are scaled to 0..1. Empty lines and lines that begin with # are passed over.
//
// Throws, with file, line and value: cannot be opened; a line with other than 65 values; a value that is no
// whole number or out of its range; no images at all.
Images read_optdigits(const std::string& path);

}  // namespace gg::lab
