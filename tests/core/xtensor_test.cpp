// The bridge to xtensor: whatever the expression's type, order or strides, a tensor gets its values
// row-major.
#include "core/xtensor.hpp"

#if __has_include(<xtensor/views/xview.hpp>)  // xtensor 0.26
#include <xtensor/core/xmath.hpp>
#include <xtensor/views/xstrided_view.hpp>
#include <xtensor/views/xview.hpp>
#else
#include <xtensor/xmath.hpp>
#include <xtensor/xstrided_view.hpp>
#include <xtensor/xview.hpp>
#endif

#include "core/ops.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

using Values = std::vector<Scalar>;
const xt::xarray<double> kMatrix = {{1, 2, 3}, {4, 5, 6}};

TEST_CASE("from_xtensor computes an expression once, now") {
  xt::xarray<double> a = kMatrix;
  const Tensor x = from_xtensor(a * 2 + 1);
  a(0, 0) = 100;
  CHECK(x.shape() == Shape{2, 3});
  CHECK(x.to_vector() == Values{3, 5, 7, 9, 11, 13});
  CHECK(x.is_leaf());
  CHECK(from_xtensor(xt::sqrt(kMatrix * kMatrix)).to_vector() == Values{1, 2, 3, 4, 5, 6});
}

TEST_CASE("from_xtensor broadcasts and reduces as xtensor does") {
  const xt::xarray<double> row = {10, 20, 30};
  CHECK(from_xtensor(kMatrix + row).to_vector() == Values{11, 22, 33, 14, 25, 36});
  const Tensor sums = from_xtensor(xt::sum(kMatrix, {0}));
  CHECK(sums.shape() == Shape{3});
  CHECK(sums.to_vector() == Values{5, 7, 9});
}

TEST_CASE("from_xtensor takes views and transposes in the order of their indices, not of memory") {
  CHECK(from_xtensor(xt::transpose(kMatrix)).to_vector() == Values{1, 4, 2, 5, 3, 6});
  const Tensor columns = from_xtensor(xt::view(kMatrix, xt::all(), xt::range(2, xt::placeholders::_, -2)));
  CHECK(columns.shape() == Shape{2, 2});
  CHECK(columns.to_vector() == Values{3, 1, 6, 4});
  const Tensor row = from_xtensor(xt::strided_view(kMatrix, {1, xt::ellipsis()}));
  CHECK(row.shape() == Shape{3});
  CHECK(row.to_vector() == Values{4, 5, 6});
  CHECK(from_xtensor(xt::view(xt::transpose(kMatrix), xt::range(1, 3), 1)).to_vector() == Values{5, 6});
}

TEST_CASE("from_xtensor takes column-major arrays, and arrays of fixed rank") {
  const xt::xarray<float, xt::layout_type::column_major> columns = kMatrix;
  REQUIRE(columns.storage()[1] == 4);  // or the test tests nothing
  const Tensor x = from_xtensor(columns);
  CHECK(x.shape() == Shape{2, 3});
  CHECK(x.to_vector() == Values{1, 2, 3, 4, 5, 6});
  const xt::xtensor<double, 2, xt::layout_type::column_major> fixed = kMatrix;
  CHECK(from_xtensor(fixed + columns).to_vector() == Values{2, 4, 6, 8, 10, 12});
}

TEST_CASE("from_xtensor converts other types of numbers") {
  const xt::xarray<int> integers = {7, -2, 1 << 20};
  CHECK(from_xtensor(integers).to_vector() == Values{7, -2, 1 << 20});
  CHECK(from_xtensor(integers / 2).to_vector() == Values{3, -1, 1 << 19});  // divided as integers
  CHECK(from_xtensor(kMatrix > 3).to_vector() == Values{0, 0, 0, 1, 1, 1});
  const xt::xarray<double> fine = {1 + 1e-12};
  CHECK(from_xtensor(fine).item() == static_cast<Scalar>(1 + 1e-12));
}

TEST_CASE("from_xtensor takes single numbers and empty arrays") {
  const xt::xarray<double> number = 2.5;
  const Tensor scalar = from_xtensor(number * 2);
  CHECK(scalar.shape() == Shape{});
  CHECK(scalar.item() == 5);
  const Tensor empty = from_xtensor(xt::xarray<double>::from_shape({2, 0, 3}));
  CHECK(empty.shape() == Shape{2, 0, 3});
  CHECK(empty.numel() == 0);
}

TEST_CASE("as_xarray sees a tensor's own numbers, in expressions, too") {
  Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  const auto view = as_xarray(x);
  CHECK(view.data() == x.data());
  CHECK(view.dimension() == 2);
  CHECK(view(1, 2) == 6);
  x.fill_(7);
  CHECK(view(0, 0) == 7);
  CHECK(from_xtensor(xt::transpose(view) + 1).shape() == Shape{3, 2});
  CHECK(as_xarray(Tensor(4))() == 4);
  CHECK(as_xarray(zeros({0, 2})).size() == 0);
}

TEST_CASE("as_mutable_xarray writes through, and counts as one modification") {
  Tensor x = zeros({2, 3});
  const Tensor same = x.detach();  // shares the numbers
  const auto version = x.version();
  auto view = as_mutable_xarray(x);
  view(0, 1) = 8;
  xt::view(view, 1) = xt::xarray<Scalar>{1, 2, 3};
  CHECK(x.to_vector() == Values{0, 8, 0, 1, 2, 3});
  CHECK(same.at({1, 2}) == 3);
  CHECK(x.version() == version + 1);
  const auto reader = as_xarray(x);
  CHECK(reader(0, 1) == 8);
  CHECK(x.version() == version + 1);
}

TEST_CASE(
    "a modification through as_mutable_xarray is noticed by a backward pass that needs the old values") {
  Tensor x = ones({2}), y = full({2}, 3).requires_grad_();
  const Tensor loss = sum(x * y);
  as_mutable_xarray(x)(0) = 5;
  CHECK_THROWS_AS(loss.backward(), Error);
}

}  // namespace
