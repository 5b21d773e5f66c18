// The small nets of the experiments, by name. Each convolution or linear layer is followed
// by a normalizer and a ReLU, which is left out after normalizers that are activations themselves.
#pragma once

#include <string>
#include <vector>

#include "layers/module.hpp"

namespace gg::lab {

// How a net ends. The head decides much: averaging all positions leaves batch norm one
// value a sample and channel.
enum class Head { gap, flatten };

struct ModelOptions {
  std::string model = "conv3";  // a name from model_table()
  std::string norm = "none";    // see layers/make_norm.hpp
  Head head = Head::gap;        // of the convolutional nets
  std::size_t channels = 1, height = 8, width = 8, classes = 10;
};

// One 3x3 convolution with padding 1.
struct ConvLayer {
  std::size_t channels, stride;
};

struct ModelEntry {
  std::string name, description;
  std::size_t resolution;  // height and width, learning rate and number of steps that suit it
  double lr;
  std::size_t steps;
  std::vector<ConvLayer> convolutions;  // of a convolutional net
  std::vector<std::size_t> hidden;      // of a feedforward one: the widths of its layers

  bool has_head() const { return !convolutions.empty(); }
};

// conv3, conv5, conv6, conv8, mlp.
const std::vector<ModelEntry>& model_table();

// Throws if the name is unknown, and lists the known ones.
const ModelEntry& model_entry(const std::string& name);

// A net with fresh weights from this thread's generator: He et al.'s normal initialization, biases 0.
// Throws as model_entry and make_norm do.
ModulePtr make_model(const ModelOptions& options);

// Positions (height times width) at which the last normalizer sees each channel: 1 is too few for some.
std::size_t last_positions(const ModelOptions& options);

}  // namespace gg::lab
