#include "core/kernels/direct_convolution.hpp"

#include <algorithm>

#include "core/kernels/direct_kernels.hpp"
#include "core/kernels/elementwise.hpp"
#include "core/memory.hpp"
#include "core/parallel.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {
namespace {

// Samples are summed in chunks of this size, and the chunks in order: dw does not depend on who summed which.
constexpr std::size_t kChunkSamples = 8;

// An array of scalars for the length of a scope.
struct Scratch {
  Buffer buffer;
  explicit Scratch(std::size_t elements) : buffer(elements * sizeof(Scalar)) {}
  Scratch(std::size_t elements, Scalar value) : Scratch(elements) { std::fill_n(data(), elements, value); }
  Scalar* data() { return buffer.as<Scalar>(); }
};

// Lengths rounded up to whole vectors.
struct Vectors {
  std::size_t lanes;
  explicit Vectors(Isa level) : lanes(vector_bytes(level) / sizeof(Scalar)) {}
  std::size_t rounded(std::size_t channels) const { return (channels + lanes - 1) / lanes * lanes; }
  template <class Sum>
  std::size_t pixels(const Sum& sum) const {
    return sum.chunk_rows * sum.columns * 2 * lanes;
  }
};

// The sizes of a group, and of what its samples lie apart.
struct Group {
  ConvShape shape;
  std::size_t x, y, weights;  // elements of one group of a sample of x, of y, and of the weight
  std::size_t products;       // multiplications of one group of a sample
  explicit Group(const ConvShape& s)
      : shape{s.N, s.C / s.groups, s.K / s.groups, 1, s.h, s.w},
        x(shape.C * s.h.in * s.w.in),
        y(shape.K * s.h.out * s.w.out),
        weights(shape.K * shape.C * s.h.kernel * s.w.kernel),
        products(weights * s.h.out * s.w.out) {}
};

// Calls work(samples) for ranges of all N samples, on several threads. `products` are the multiplications of
// one sample.
template <class Work>
void in_ranges(std::size_t N, std::size_t products, Work work) {
  constexpr std::size_t kLeastProducts =
      1 << 19;  // for a thread: less is done sooner than another thread wakes
  parallel_for(N, kLeastProducts / std::max<std::size_t>(products, 1),
               [&](std::size_t first, std::size_t last) {
                 work(Range{first, last});
               });
}

// Calls visit(n, planes) for samples first to last - 1, with padded planes of sample n.
template <Isa level, class Visit>
void for_each_sample(const Planes& in, Range samples, const Scalar* x, std::size_t x_stride, Visit visit) {
  Scratch planes(in.size, 0);
  for (std::size_t n = samples.first; n < samples.last; ++n) {
    fill_planes<level>(in, x + n * x_stride, planes.data());
    visit(n, planes.data());
  }
}

// The work on a range of samples, with scratch of its own; ranges are independent of each other.

template <Isa level>
void sum_taps_of_samples(const TapSum& sum, Range samples, const Scalar* x, std::size_t x_stride,
                         const Scalar* weights, const Scalar* bias, Scalar* y, std::size_t y_stride) {
  Scratch pixels(Vectors{level}.pixels(sum));
  for_each_sample<level>(sum.in, samples, x, x_stride, [&](std::size_t n, const Scalar* planes) {
    sum_taps<level>(sum, sum.taps.data(), sum.phases.data(), planes, weights, bias, pixels.data(),
                    y + n * y_stride);
  });
}

template <Isa level>
void sum_flat_of_samples(const FlatSum& sum, Range samples, const Scalar* x, std::size_t x_stride,
                         const Scalar* weight, const Scalar* bias, Scalar* y, std::size_t y_stride) {
  Scratch flat(sum.channels * sum.flat_size);
  for_each_sample<level>(sum.in, samples, x, x_stride, [&](std::size_t n, const Scalar* planes) {
    sum_flat<level>(sum, sum.taps.data(), sum.first.data(), planes, weight, bias, flat.data(),
                    y + n * y_stride);
  });
}

// What these samples add to dw, as sums [K/V][C * kh * kw][V].
template <Isa level>
void sum_weights_of_samples(const WeightSum& sum, Range samples, const Scalar* dy, std::size_t dy_stride,
                            const Scalar* x, std::size_t x_stride, Scalar* sums) {
  Scratch pixels(Vectors{level}.pixels(sum));
  std::fill_n(sums, Vectors{level}.rounded(sum.channels) * sum.weights, Scalar{0});
  for_each_sample<level>(sum.in, samples, x, x_stride, [&](std::size_t n, const Scalar* planes) {
    sum_weights<level>(sum, sum.segments.data(), sum.segments.size(), planes, dy + n * dy_stride,
                       pixels.data(), sums);
  });
}

}  // namespace

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) {
  const Group g(s);
  const TapSum sum = forward_sum(g.shape);
  with_isa([&](auto level) {
    const std::size_t K = Vectors{level()}.rounded(g.shape.K);
    Scratch weights(K * g.shape.C * sum.kernel), biases(K, 0);
    for (std::size_t i = 0; i < s.groups; ++i) {
      pack_weights<level()>(g.shape.K, g.shape.C, sum.kernel, weight + i * g.weights, weights.data());
      if (bias) std::copy_n(bias + i * g.shape.K, g.shape.K, biases.data());
      in_ranges(s.N, g.products, [&](Range samples) {
        sum_taps_of_samples<level()>(sum, samples, x + i * g.x, s.groups * g.x, weights.data(), biases.data(),
                                     y + i * g.y, s.groups * g.y);
      });
    }
  });
}

void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx) {
  const Group g(s);
  const TapSum sum = input_sum(g.shape);
  with_isa([&](auto level) {
    const Vectors v(level());
    const std::size_t C = v.rounded(g.shape.C);
    Scratch weights(C * g.shape.K * sum.kernel), biases(C, 0), source(g.weights + v.lanes, 0);
    for (std::size_t i = 0; i < s.groups; ++i) {
      std::copy_n(weight + i * g.weights, g.weights, source.data());
      pack_weights_of_input<level()>(g.shape.K, g.shape.C, sum.kernel, source.data(), weights.data());
      in_ranges(s.N, g.products, [&](Range samples) {
        sum_taps_of_samples<level()>(sum, samples, dy + i * g.y, s.groups * g.y, weights.data(),
                                     biases.data(), dx + i * g.x, s.groups * g.x);
      });
    }
  });
}

namespace {

// The sums of every group, from x with `x_size` elements a group of a sample to y with `y_size`; bias or
// null.
void sum_flat_of_groups(const ConvShape& s, const Group& g, const FlatSum& sum, const Scalar* x,
                        std::size_t x_size, const Scalar* weight, const Scalar* bias, Scalar* y,
                        std::size_t y_size) {
  with_isa([&](auto level) {
    for (std::size_t i = 0; i < s.groups; ++i) {
      in_ranges(s.N, g.products, [&](Range samples) {
        sum_flat_of_samples<level()>(sum, samples, x + i * x_size, s.groups * x_size, weight + i * g.weights,
                                     bias ? bias + i * g.shape.K : nullptr, y + i * y_size,
                                     s.groups * y_size);
      });
    }
  });
}

}  // namespace

void conv2d_few(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) {
  const Group g(s);
  sum_flat_of_groups(s, g, forward_flat(g.shape), x, g.x, weight, bias, y, g.y);
}

void conv2d_input_few(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx) {
  const Group g(s);
  sum_flat_of_groups(s, g, input_flat(g.shape), dy, g.y, weight, nullptr, dx, g.x);
}

void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw) {
  const Group g(s);
  const WeightSum sum = weight_sum(g.shape);
  with_isa([&](auto level) {
    const std::size_t size = Vectors{level()}.rounded(g.shape.K) * sum.weights;
    // As many chunks at a time as there are threads.
    const std::size_t chunks = (s.N + kChunkSamples - 1) / kChunkSamples,
                      at_once = std::min(chunks, num_threads());
    Scratch total(size), parts(at_once * size);
    for (std::size_t i = 0; i < s.groups; ++i) {
      std::fill_n(total.data(), size, Scalar{0});
      for (std::size_t start = 0; start < chunks; start += at_once) {
        const std::size_t count = std::min(at_once, chunks - start);
        parallel_for(count, 1, [&](std::size_t first, std::size_t last) {
          for (std::size_t c = first; c < last; ++c) {
            const std::size_t n = (start + c) * kChunkSamples;
            sum_weights_of_samples<level()>(sum, {n, std::min(n + kChunkSamples, s.N)}, dy + i * g.y,
                                            s.groups * g.y, x + i * g.x, s.groups * g.x,
                                            parts.data() + c * size);
          }
        });
        for (std::size_t c = 0; c < count; ++c) add_into(parts.data() + c * size, total.data(), size);
      }
      unpack_sums<level()>(g.shape.K, sum.weights, total.data(), dw + i * g.weights);
    }
  });
}

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
