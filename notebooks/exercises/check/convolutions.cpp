// Chapter 5.
#include <algorithm>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using Sizes = std::size_t(std::size_t, std::size_t, std::size_t, std::size_t, std::size_t);

const Exercise<Sizes>& conv_output_size_exercise() {
  static const auto exercise = [] {
    Exercise<Sizes> e("conv_output_size", {"size", "kernel", "stride", "padding", "dilation"},
                      {"output size"});
    using N = std::size_t;
    e.reference([](N n, N k, N s, N p, N d) { return (n + 2 * p - d * (k - 1) - 1) / s + 1; });
    e.add_case("3 wide over 8", 8, 3, 1, 0, 1);
    e.add_case("padded to the same size", 8, 3, 1, 1, 1);
    e.add_case("stride 2", 28, 3, 2, 1, 1);
    e.add_case("stride 2, odd", 7, 3, 2, 0, 1);
    e.add_case("ResNet's first layer", 224, 7, 2, 3, 1);
    e.add_case("dilated", 16, 3, 1, 2, 2);
    e.add_mistake("Padding is added on both sides: 2 padding.",
                  [](N n, N k, N s, N p, N d) { return (n + p - d * (k - 1) - 1) / s + 1; });
    e.add_mistake("Padding is left out.",
                  [](N n, N k, N s, N, N d) { return (n - d * (k - 1) - 1) / s + 1; });
    e.add_mistake("Dilation is left out: the kernel reaches over dilation (kernel - 1) + 1 inputs.",
                  [](N n, N k, N s, N p, N) { return (n + 2 * p - k) / s + 1; });
    e.add_mistake(
        "Dilation stretches the gaps between the kernel's elements: dilation (kernel - 1) + 1, not dilation "
        "kernel.",
        [](N n, N k, N s, N p, N d) { return (n + 2 * p - d * k) / s + 1; });
    e.add_mistake("The 1 is added behind the division, not before it.",
                  [](N n, N k, N s, N p, N d) { return (n + 2 * p - d * (k - 1)) / s; });
    e.add_mistake("The first place counts, too: add 1 behind the division.",
                  [](N n, N k, N s, N p, N d) { return (n + 2 * p - d * (k - 1) - 1) / s; });
    e.add_mistake("Round down: where the kernel does not fit any more, there is no output.",
                  [](N n, N k, N s, N p, N d) { return (n + 2 * p - d * (k - 1) - 1 + s - 1) / s + 1; });
    e.add_mistake(
        "With dilation 1 there are no gaps: the kernel reaches over dilation (kernel - 1) + 1 inputs.",
        [](N n, N k, N s, N p, N d) { return (n + 2 * p - d * (k - 1) - k) / s + 1; });
    e.add_mistake("The stride is left out.", [](N n, N k, N, N p, N d) { return n + 2 * p - d * (k - 1); });
    return e;
  }();
  return exercise;
}

// --- conv2d and im2col

struct Slips {
  bool flipped = false;          // the kernel turned by 180 degrees
  bool no_padding = false;       // taken as 0
  bool border_repeated = false;  // in place of zeros
  bool no_stride = false;        // taken as 1
  bool last_channel = false;     // overwritten by it
  bool last_tap = false;         // overwritten by the last product that is not outside of the image
  bool transposed = false;       // the kernel's (or the matrix's) rows and columns change places
  bool one_side = false;         // padded at the end only
  bool channels_last = false;    // in the rows of the matrix
  bool taps_swapped = false;     // likewise: the kernel's columns before its rows
  bool places_swapped = false;   // in the columns of the matrix: place i, j at j Ho + i
};

bool inside(const Tensor& x, long i, long j) {
  return i >= 0 && j >= 0 && i < static_cast<long>(x.size(-2)) && j < static_cast<long>(x.size(-1));
}

// One element of a padded image, at row i and column j of the image before padding.
Scalar pixel(const Tensor& x, std::size_t plane, long i, long j, const Slips& slips) {
  const long H = static_cast<long>(x.size(-2)), W = static_cast<long>(x.size(-1));
  if (slips.border_repeated) {
    i = std::clamp(i, 0L, H - 1);
    j = std::clamp(j, 0L, W - 1);
  }
  return inside(x, i, j) ? x.data()[static_cast<long>(plane) * H * W + i * W + j] : 0;
}

// How the outputs lie over an image.
struct Places {
  std::size_t rows, columns, stride;
  long offset;  // of the first one

  Places(const Tensor& x, std::size_t kernel, std::size_t stride_, std::size_t padding, const Slips& slips)
      : stride(slips.no_stride ? 1 : stride_) {
    const std::size_t p = slips.no_padding ? 0 : padding;
    rows = (x.size(-2) + 2 * p - kernel) / stride + 1;
    columns = (x.size(-1) + 2 * p - kernel) / stride + 1;
    offset = slips.one_side ? 0 : -static_cast<long>(p);
  }
  long at(std::size_t output, std::size_t tap) const {
    return static_cast<long>(output * stride + tap) + offset;
  }
};

using Conv2d = Tensor(const Tensor&, const Tensor&, std::size_t, std::size_t);

std::function<Conv2d> convolution_with(const Slips& slips) {
  return [slips](const Tensor& x, const Tensor& weight, std::size_t stride, std::size_t padding) {
    const std::size_t N = x.size(0), C = x.size(1), K = weight.size(0), k = weight.size(2);
    const Places places(x, k, stride, padding, slips);
    Tensor y = zeros({N, K, places.rows, places.columns});
    const auto tap = [&](std::size_t out, std::size_t c, std::size_t u, std::size_t v) {
      if (slips.flipped) u = k - 1 - u, v = k - 1 - v;
      if (slips.transposed) std::swap(u, v);
      return weight.data()[((out * C + c) * k + u) * k + v];
    };
    const auto element = [&](std::size_t n, std::size_t out, std::size_t i, std::size_t j) {
      double total = 0;
      for (std::size_t c = slips.last_channel ? C - 1 : 0; c < C; ++c) {
        for (std::size_t u = 0; u < k; ++u) {
          for (std::size_t v = 0; v < k; ++v) {
            const long row = places.at(i, u), column = places.at(j, v);
            if (slips.last_tap && inside(x, row, column)) total = 0;
            total += static_cast<double>(tap(out, c, u, v)) *
                     static_cast<double>(pixel(x, n * C + c, row, column, slips));
          }
        }
      }
      return static_cast<Scalar>(total);
    };
    Scalar* py = y.mutable_data();
    for (std::size_t n = 0; n < N; ++n) {
      for (std::size_t out = 0; out < K; ++out) {
        for (std::size_t i = 0; i < places.rows; ++i) {
          for (std::size_t j = 0; j < places.columns; ++j) *py++ = element(n, out, i, j);
        }
      }
    }
    return y;
  };
}

using Im2col = Tensor(const Tensor&, std::size_t, std::size_t, std::size_t);

std::function<Im2col> columns_with(const Slips& slips) {
  return [slips](const Tensor& x, std::size_t k, std::size_t stride, std::size_t padding) {
    const std::size_t C = x.size(0);
    const Places places(x, k, stride, padding, slips);
    const std::size_t rows = C * k * k, columns = places.rows * places.columns;
    Tensor matrix = zeros(slips.transposed ? Shape{columns, rows} : Shape{rows, columns});
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t c = slips.channels_last ? row % C : row / (k * k),
                        kernel_place = slips.channels_last ? row / C : row % (k * k);
      std::size_t u = kernel_place / k, v = kernel_place % k;
      if (slips.taps_swapped) std::swap(u, v);
      for (std::size_t column = 0; column < columns; ++column) {
        std::size_t i = column / places.columns, j = column % places.columns;
        if (slips.places_swapped) i = column % places.rows, j = column / places.rows;
        const Scalar value = pixel(x, c, places.at(i, u), places.at(j, v), slips);
        matrix.mutable_data()[slips.transposed ? column * rows + row : row * columns + column] = value;
      }
    }
    return matrix;
  };
}

const Exercise<Conv2d>& conv2d_exercise() {
  static const auto exercise = [] {
    Exercise<Conv2d> e("conv2d", {"x", "weight", "stride", "padding"}, {"y"});
    e.reference(convolution_with({}));
    const auto add = [&](const std::string& name, const Shape& x, const Shape& weight, std::size_t stride,
                         std::size_t padding) {
      Random random(x[2] + weight[0]);
      const Tensor image = randn(x, random);
      e.add_case(name, image, randn(weight, random), stride, padding);
    };
    add("one channel", {1, 1, 3, 3}, {1, 1, 2, 2}, 1, 0);
    add("three input channels", {1, 3, 3, 3}, {1, 3, 2, 2}, 1, 0);
    add("samples and output channels", {2, 2, 3, 4}, {3, 2, 2, 2}, 1, 0);
    add("padded", {1, 1, 4, 3}, {1, 1, 3, 3}, 1, 1);
    e.hint_for_last_case("Outside of the image x is 0: above and below it, and to the left and right.");
    add("stride 2", {1, 2, 6, 5}, {2, 2, 3, 3}, 2, 1);
    e.add_mistake(
        "The kernel is flipped. A net's convolution does not flip it: y(i, j) uses weight(u, v) x(i + u, j + "
        "v).",
        convolution_with(slip(&Slips::flipped)));
    e.add_mistake("Padding is left out: x has `padding` rows and columns of zeros around it.",
                  convolution_with(slip(&Slips::no_padding)));
    e.add_mistake("Padding is zeros, not the image's border once more.",
                  convolution_with(slip(&Slips::border_repeated)));
    e.add_mistake("Padding is on all sides: row i of the padded image is row i - padding of x.",
                  convolution_with(slip(&Slips::one_side)));
    e.add_mistake("The stride is left out: output i begins at row i stride.",
                  convolution_with(slip(&Slips::no_stride)));
    e.add_mistake("Sum over the input channels (+=); the last one has overwritten the others.",
                  convolution_with(slip(&Slips::last_channel)));
    e.add_mistake("Rows and columns of the kernel are swapped.", convolution_with(slip(&Slips::transposed)));
    e.add_mistake("Add up all products (+=); each has overwritten the one before.",
                  convolution_with(slip(&Slips::last_tap)));
    return e;
  }();
  return exercise;
}

const Exercise<Im2col>& im2col_exercise() {
  static const auto exercise = [] {
    Exercise<Im2col> e("im2col", {"x", "kernel", "stride", "padding"}, {"columns"});
    e.reference(columns_with({}));
    const auto add = [&](const std::string& name, const Shape& shape, std::size_t kernel, std::size_t stride,
                         std::size_t padding) {
      Random random(shape[1] + kernel);
      e.add_case(name, randn(shape, random), kernel, stride, padding);
    };
    add("one channel", {1, 3, 3}, 2, 1, 0);
    add("an oblong image", {1, 2, 4}, 2, 1, 0);
    add("two channels", {2, 3, 3}, 2, 1, 0);
    add("padded", {1, 2, 2}, 2, 1, 1);
    add("stride 2", {2, 4, 5}, 2, 2, 0);
    e.add_mistake("The matrix is transposed: a column for each output, a row for each element of the kernel.",
                  columns_with(slip(&Slips::transposed)));
    e.add_mistake(
        "Rows go by channel first, then by row and column of the kernel, as the weights lie in memory.",
        columns_with(slip(&Slips::channels_last)));
    e.add_mistake("Padding is left out: elements outside of the image are zeros.",
                  columns_with(slip(&Slips::no_padding)));
    e.add_mistake("Padding is zeros, not the image's border once more.",
                  columns_with(slip(&Slips::border_repeated)));
    e.add_mistake("Padding is on all sides: row i of the padded image is row i - padding of x.",
                  columns_with(slip(&Slips::one_side)));
    e.add_mistake("The stride is left out: output i begins at row i stride.",
                  columns_with(slip(&Slips::no_stride)));
    e.add_mistake("Rows go by the kernel's row u first, then by its column v.",
                  columns_with(slip(&Slips::taps_swapped)));
    e.add_mistake("Columns go by the output's row i first, then by its column j: i Wo + j.",
                  columns_with(slip(&Slips::places_swapped)));
    return e;
  }();
  return exercise;
}

}  // namespace

Result conv_output_size(const std::function<Sizes>& student) {
  return conv_output_size_exercise().check(student);
}
Result conv2d(const std::function<Conv2d>& student) { return conv2d_exercise().check(student); }
Result im2col(const std::function<Im2col>& student) { return im2col_exercise().check(student); }

TriedMistakes conv_output_size_mistakes() { return conv_output_size_exercise().try_mistakes(); }
TriedMistakes conv2d_mistakes() { return conv2d_exercise().try_mistakes(); }
TriedMistakes im2col_mistakes() { return im2col_exercise().try_mistakes(); }

}  // namespace gg::check
