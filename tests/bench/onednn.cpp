// The ceiling of a convolution: oneDNN's own three passes, each in the memory layouts it likes best, with
// nothing rearranged between them.
#include <dnnl.hpp>
#include <memory>
#include <unordered_map>

#include "tests/bench/conv_cells.hpp"

namespace gg::bench {
namespace {

using dnnl::memory;
using Arguments = std::unordered_map<int, memory>;

struct Engine {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
};

memory filled(const memory::desc& layout, const dnnl::engine& engine) {
  memory m(layout, engine);
  float* values = static_cast<float*>(m.get_data_handle());
  for (std::size_t i = 0; i < layout.get_size() / sizeof(float); ++i) {
    values[i] = static_cast<float>(default_random().normal());
  }
  return m;
}

struct Pass {
  dnnl::primitive primitive;
  Arguments arguments;
};

// The layouts of x, weight, bias and y as wishes, for dnnl to choose from.
struct Wishes {
  explicit Wishes(const Sizes& sizes) : stride{long(sizes[4]), long(sizes[4])} {
    const auto size = [&](std::size_t i) { return static_cast<memory::dim>(sizes[i]); };
    const memory::dim out = (size(3) - 1) / size(4) + 1;
    const auto any = [](const memory::dims& dims) {
      return memory::desc(dims, memory::data_type::f32, memory::format_tag::any);
    };
    x = any({size(0), size(1), size(3), size(3)});
    weight = any({size(2), size(1), 3, 3});
    bias = memory::desc({size(2)}, memory::data_type::f32, memory::format_tag::x);
    y = any({size(0), size(2), out, out});
    padding_after = {(out - 1) * size(4) + 3 - size(3) - 1, (out - 1) * size(4) + 3 - size(3) - 1};
  }
  memory::desc x, weight, bias, y;
  memory::dims stride, padding{1, 1}, padding_after;
};

std::vector<Pass> passes(const Sizes& sizes, const dnnl::engine& engine) {
  const Wishes w(sizes);
  const auto direct = dnnl::algorithm::convolution_auto;
  const dnnl::convolution_forward::primitive_desc forward(
      {dnnl::prop_kind::forward_training, direct, w.x, w.weight, w.bias, w.y, w.stride, w.padding,
       w.padding_after},
      engine);
  const dnnl::convolution_backward_data::primitive_desc to_x(
      {direct, w.x, w.weight, w.y, w.stride, w.padding, w.padding_after}, engine, forward);
  const dnnl::convolution_backward_weights::primitive_desc to_weight(
      {direct, w.x, w.weight, w.bias, w.y, w.stride, w.padding, w.padding_after}, engine, forward);
  return {{dnnl::convolution_forward(forward),
           {{DNNL_ARG_SRC, filled(forward.src_desc(), engine)},
            {DNNL_ARG_WEIGHTS, filled(forward.weights_desc(), engine)},
            {DNNL_ARG_BIAS, filled(forward.bias_desc(), engine)},
            {DNNL_ARG_DST, filled(forward.dst_desc(), engine)}}},
          {dnnl::convolution_backward_data(to_x),
           {{DNNL_ARG_DIFF_DST, filled(to_x.diff_dst_desc(), engine)},
            {DNNL_ARG_WEIGHTS, filled(to_x.weights_desc(), engine)},
            {DNNL_ARG_DIFF_SRC, filled(to_x.diff_src_desc(), engine)}}},
          {dnnl::convolution_backward_weights(to_weight),
           {{DNNL_ARG_SRC, filled(to_weight.src_desc(), engine)},
            {DNNL_ARG_DIFF_DST, filled(to_weight.diff_dst_desc(), engine)},
            {DNNL_ARG_DIFF_WEIGHTS, filled(to_weight.diff_weights_desc(), engine)},
            {DNNL_ARG_DIFF_BIAS, filled(to_weight.diff_bias_desc(), engine)}}}};
}

const RegisterFamily onednn_conv2d({"onednn_conv2d", kConvSizes, conv_cells(), [](const Sizes& s) -> Body {
                                      const auto on = std::make_shared<Engine>();
                                      return [on, all = passes(s, on->engine)] {
                                        for (const Pass& pass : all) {
                                          pass.primitive.execute(on->stream, pass.arguments);
                                        }
                                        on->stream.wait();
                                      };
                                    }});

}  // namespace
}  // namespace gg::bench
