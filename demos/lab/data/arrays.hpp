// A data set from arrays in memory: whatever a program has drawn, read or computed.
//
//   const Images train = images_from({n, 1, 8, 8}, pixels, labels, 10), test = images_from(x, y, 10);
//   const Dataset data = dataset_from("mine", 10, train, test);
#pragma once

#include <string>
#include <vector>

#include "core/ops/loss.hpp"
#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

// Images of shape (count, channels, height, width), pixels in that order and of any range, and a label for
// each. Set `background` of the result if a pixel outside of an image is not 0.
//
// Throws, with the position and value at fault: a shape of other than four axes or with an empty one; other
// numbers of pixels or labels than the shape says; a pixel that is NaN or infinite; a label that is not below
// `classes`.
Images images_from(const Shape& shape, std::vector<float> pixels, Labels labels, std::size_t classes);

// The same from a tensor (count, channels, height, width), whose numbers are copied.
Images images_from(const Tensor& x, const Labels& labels, std::size_t classes);

// A data set of two such parts. Throws if a label is not below `classes`, or if the images of the two parts
// differ in size, channels or background.
Dataset dataset_from(const std::string& name, std::size_t classes, Images train, Images test);

}  // namespace gg::lab
