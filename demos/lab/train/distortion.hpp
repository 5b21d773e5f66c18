// What disturbs a training on purpose, so that one sees how a normalizer bears it.
//
// Noise and dropout act inside the net, in training mode only, through forward hooks; they draw from a
// generator of their own, so that initial weights and the order of the images are those of an undisturbed
// run. Input noise is an augmentation, see TrainOptions.
#pragma once

#include <cstdint>
#include <string>

#include "demos/lab/train/trainer.hpp"
#include "layers/module.hpp"

namespace gg::lab {

struct Distortion {
  enum class Kind {
    none,
    noise,    // Gaussian, added to each normalizer's output, before the ReLU
    dropout,  // after each ReLU, and after normalizers that are activations as well
    input     // Gaussian on each pixel of the training images
  };
  Kind kind = Kind::none;
  double mean = 0;      // of the noise after a normalizer, in units of its output
  double strength = 0;  // of noise: standard deviation, on the input in those of the set's pixels; of
                        // dropout: the probability
};

// From a short text:
//
//     none         nothing
//     small, big   the noise N(0.001, 1.001) and N(0.5, 1.25) (mean and standard deviation) of Gunawan, Yin
//                  and Zhang (2022, arXiv 2207.01972)
//     noise:S      noise N(0, S), S above 0
//     dropout:P    dropout with probability P in (0, 1)
//     input:S      noise N(0, S) on the images, S above 0
//
// Throws on any other text, and lists these.
Distortion distortion_named(const std::string& text);

// How it is called in text: "small noise", "noise 0.5", "dropout 0.3", "input noise 1"; none is
// "undistorted".
std::string name_of_distortion(const std::string& text);

// What shares one number of the noise: all of a group of a sample's channels (as published), a channel of a
// sample, nothing. The groups are the same whatever the normalizer.
enum class Granularity { group, channel, element };

// "group", "channel", "element"; throws on any other text.
Granularity granularity_named(const std::string& text);

struct NoiseOptions {
  Granularity granularity = Granularity::group;
  std::size_t channels_per_group = 8;  // must divide the channels of every normalizer
  std::uint64_t seed = 0;
};

// Disturbs the net's training from now on: noise is drawn anew in each forward pass. Throws in the forward
// pass if the groups do not fit to the channels. A net without normalizers (Identity in their place) gets
// the noise as well; normalizers that are activations as well get it behind the activation.
void distort(Module& net, TrainOptions& training, const Distortion& distortion, const NoiseOptions& options);

}  // namespace gg::lab
