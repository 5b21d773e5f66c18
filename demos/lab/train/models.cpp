#include "demos/lab/train/models.hpp"

#include "core/check.hpp"
#include "layers/layers.hpp"

namespace gg::lab {
namespace {

std::size_t shrunk(std::size_t size, std::size_t stride) { return (size - 1) / stride + 1; }

// A layer with its normalizer and activation.
void add_normalized(Sequential& net, const std::string& norm, const ModulePtr& layer, std::size_t channels) {
  net.push_back(with_weight_standardization(norm, layer));
  net.push_back(make_norm(norm, channels));
  if (!norm_has_activation(norm)) net.push_back(make<ReLU>());
}

ModulePtr conv_net(const ModelOptions& o, const std::vector<ConvLayer>& layers) {
  auto net = make<Sequential>();
  std::size_t channels = o.channels, height = o.height, width = o.width;
  for (const ConvLayer& layer : layers) {
    Conv2dOptions conv;
    conv.stride = layer.stride;
    conv.padding = 1;
    add_normalized(*net, o.norm, make<Conv2d>(channels, layer.channels, 3, conv), layer.channels);
    channels = layer.channels;
    height = shrunk(height, layer.stride);
    width = shrunk(width, layer.stride);
  }
  if (o.head == Head::gap) {
    net->push_back(make<GlobalAvgPool>());
    net->push_back(make<Linear>(channels, o.classes));
  } else {
    net->push_back(make<Flatten>());
    net->push_back(make<Linear>(channels * height * width, o.classes));
  }
  return net;
}

ModulePtr feedforward_net(const ModelOptions& o, const std::vector<std::size_t>& widths) {
  auto net = make<Sequential>();
  net->push_back(make<Flatten>());
  std::size_t features = o.channels * o.height * o.width;
  for (std::size_t width : widths) {
    add_normalized(*net, o.norm, make<Linear>(features, width), width);
    features = width;
  }
  net->push_back(make<Linear>(features, o.classes));
  return net;
}

void he_initialize(Module& net) {
  for (auto& [name, parameter] : net.named_parameters()) {
    if (parameter.dim() >= 2) {
      init::kaiming_normal_(parameter);
    } else if (name.size() >= 4 && name.compare(name.size() - 4, 4, "bias") == 0) {
      parameter.fill_(0);
    }
  }
}

}  // namespace

const std::vector<ModelEntry>& model_table() {
  static const std::vector<ModelEntry> table = {
      {"conv3",
       "3 convolutions of 16, 32, 64 channels, strides 1, 2, 2",
       8,
       0.1,
       300,
       {{16, 1}, {32, 2}, {64, 2}},
       {}},
      {"conv5",
       "5 convolutions of 16, 32, 32, 64, 64 channels, strides 1, 2, 2, 2, 1: from 8x8 to 1x1",
       8,
       0.05,
       600,
       {{16, 1}, {32, 2}, {32, 2}, {64, 2}, {64, 1}},
       {}},
      {"conv6",
       "6 convolutions of 16, 16, 32, 32, 64, 64 channels, strides 1, 1, 2, 1, 2, 1: from 14x14 to 4x4",
       14,
       0.1,
       300,
       {{16, 1}, {16, 1}, {32, 2}, {32, 1}, {64, 2}, {64, 1}},
       {}},
      {"conv8",
       "8 convolutions of 16, 16, 32, 32, 32, 64, 64, 64 channels, strides 1, 1, 2, 1, 2, 1, 2, 1: from 8x8 "
       "to "
       "1x1",
       8,
       0.02,
       800,
       {{16, 1}, {16, 1}, {32, 2}, {32, 1}, {32, 2}, {64, 1}, {64, 2}, {64, 1}},
       {}},
      {"mlp", "feedforward, 3 hidden layers of 64", 14, 0.1, 300, {}, {64, 64, 64}}};
  return table;
}

const ModelEntry& model_entry(const std::string& name) {
  std::string known;
  for (const ModelEntry& entry : model_table()) {
    if (entry.name == name) return entry;
    known += "\n  " + entry.name + ": " + entry.description;
  }
  fail_with("model: unknown model '", name, "'; there are", known);
}

ModulePtr make_model(const ModelOptions& options) {
  const ModelEntry& entry = model_entry(options.model);
  ModulePtr net =
      entry.has_head() ? conv_net(options, entry.convolutions) : feedforward_net(options, entry.hidden);
  he_initialize(*net);
  return net;
}

std::size_t last_positions(const ModelOptions& options) {
  const ModelEntry& entry = model_entry(options.model);
  if (!entry.has_head()) return 1;
  std::size_t height = options.height, width = options.width;
  for (const ConvLayer& layer : entry.convolutions) {
    height = shrunk(height, layer.stride);
    width = shrunk(width, layer.stride);
  }
  return height * width;
}

}  // namespace gg::lab
