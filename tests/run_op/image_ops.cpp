// Convolution, pooling and resampling.
#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

template <class Options>
void read_convolution(Attributes& a, Options& o) {
  a.read("stride", o.stride);
  a.read("padding", o.padding);
  a.read("dilation", o.dilation);
  a.read("groups", o.groups);
}

}  // namespace

Conv2dOptions conv2d_options(Attributes& a) {
  Conv2dOptions o;
  read_convolution(a, o);
  return o;
}

Conv1dOptions conv1d_options(Attributes& a) {
  Conv1dOptions o;
  read_convolution(a, o);
  return o;
}

ConvTranspose2dOptions conv_transpose2d_options(Attributes& a) {
  ConvTranspose2dOptions o;
  read_convolution(a, o);
  a.read("output_padding", o.output_padding);
  return o;
}

Pool2dOptions pool2d_options(Attributes& a) {
  Pool2dOptions o;
  a.read("stride", o.stride);
  a.read("padding", o.padding);
  a.read("ceil_mode", o.ceil_mode);
  return o;
}

Interpolation interpolation_mode(Attributes& a) {
  return a.choice<Interpolation>(
      "mode", {{"nearest", Interpolation::nearest}, {"bilinear", Interpolation::bilinear}}, "nearest");
}

std::vector<Op> image_ops() {
  return {
      {"conv2d",
       {"x", "weight", "bias?"},
       [](const Tensors& x, Attributes& a) { return conv2d(x[0], x[1], x[2], conv2d_options(a)); }},
      {"conv1d",
       {"x", "weight", "bias?"},
       [](const Tensors& x, Attributes& a) { return conv1d(x[0], x[1], x[2], conv1d_options(a)); }},
      {"conv_transpose2d",
       {"x", "weight", "bias?"},
       [](const Tensors& x, Attributes& a) {
         return conv_transpose2d(x[0], x[1], x[2], conv_transpose2d_options(a));
       }},
      {"max_pool2d",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return max_pool2d(x[0], a.need<Size2>("kernel"), pool2d_options(a));
       }},
      {"avg_pool2d",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return avg_pool2d(x[0], a.need<Size2>("kernel"), pool2d_options(a));
       }},
      {"global_avg_pool", {"x"}, [](const Tensors& x, Attributes&) { return global_avg_pool(x[0]); }},
      {"adaptive_avg_pool2d",
       {"x"},
       [](const Tensors& x, Attributes& a) { return adaptive_avg_pool2d(x[0], a.need<Size2>("size")); }},
      {"interpolate",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return interpolate(x[0], a.need<Size2>("size"), interpolation_mode(a),
                            a.get("align_corners", false));
       }},
  };
}

}  // namespace gg::run_op
