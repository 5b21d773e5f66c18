// A data set that needs no file: hand-drawn letters made by a program.
//
// Ten classes, the lower-case letters a c d e g h n q u y as a pen writes them, 28 x 28, white ink on black.
// Every image has its own hand (slant, size, proportions, wobble, pen, ink) and its own clutter (pieces of
// neighbouring letters, noise on the paper). The letters are chosen to be confusable: d is an a with a longer
// stem, h an n, e a c that closes, g and q differ in one hook, u and y in one tail, and a hurried a is a u.
#pragma once

#include <cstddef>
#include <cstdint>

#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

// `train` and `test` images in 0..1, classes evenly mixed (image i is of class i % 10), in well
// under a second for the default sizes. Image i of a part depends only on the seed and i:
// asking for more changes none.
Dataset glyphs(std::uint64_t seed = 0, std::size_t train = 4800, std::size_t test = 2000);

}  // namespace gg::lab
