#include "core/tensor.hpp"

#include <sstream>

#include "core/autograd.hpp"
#include "core/graph.hpp"
#include "core/ops.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

std::string printed(const Tensor& x) {
  std::ostringstream out;
  out << x;
  return out.str();
}

TEST_CASE("creation and access") {
  const Tensor x({2, 3}, {0, 1, 2, 3, 4, 5});
  CHECK(x.shape() == Shape{2, 3});
  CHECK(x.size(-1) == 3);
  CHECK(x.at({1, 2}) == 5);
  CHECK(arange(3).to_vector() == std::vector<Scalar>{0, 1, 2});
  CHECK(full({2}, 7).to_vector() == std::vector<Scalar>{7, 7});
  CHECK(Tensor(2.5).item() == 2.5);
  CHECK(zeros({0, 3}).numel() == 0);
  CHECK_FALSE(Tensor().defined());
  CHECK_THROWS_AS(x.at({2, 0}), Error);
  CHECK_THROWS_AS(x.at({0}), Error);
  CHECK_THROWS_AS(x.item(), Error);
  CHECK_THROWS_AS(x.size(2), Error);
  CHECK_THROWS_AS(Tensor({2, 2}, {1, 2, 3}), Error);
  CHECK_THROWS_AS(zeros({std::size_t{1} << 40, std::size_t{1} << 40}), Error);
}

TEST_CASE("copies share numbers, clones do not, and versions count modifications") {
  Tensor x = zeros({2}), same = x, copy = x.clone();
  const auto version = x.version();
  same.fill_(1);
  CHECK(x.to_vector() == std::vector<Scalar>{1, 1});
  CHECK(copy.to_vector() == std::vector<Scalar>{0, 0});
  CHECK(x.version() == version + 1);
  CHECK_THROWS_AS(x.copy_(zeros({3})), Error);
}

TEST_CASE("a scalar sum is a copy of its own") {
  Tensor x = Tensor(3);
  Tensor y = sum(x);
  y.fill_(5);
  CHECK(x.item() == 3);
}

TEST_CASE("printing shows values, shape and op, and elides long arrays") {
  Tensor x({2, 2}, {1, 2, 3, 4.5});
  CHECK(contains(printed(x), "4.5"));
  CHECK(contains(printed(x), "shape (2, 2)"));
  x.requires_grad_();
  CHECK(contains(printed(x), "requires_grad"));
  CHECK(contains(printed(relu(x)), "from relu"));
  CHECK(printed(Tensor(1.5)) == "tensor(1.5)");
  CHECK(printed(Tensor()) == "tensor(undefined)");
  const std::string large = printed(zeros({300, 300}));
  CHECK(contains(large, "..."));
  CHECK(large.size() < 2000);
  CHECK(contains(printed(zeros({0, 3})), "shape (0, 3)"));
}

TEST_CASE("the graph draws itself") {
  Tensor w = ones({2, 3}).requires_grad_();
  const Tensor x = ones({4, 3}), y = sum(relu(matmul(x, w, false, true)) * 2);
  const std::string mermaid = graph_mermaid(y, {{"w", w}}), dot = graph_dot(y, {{"w", w}, {"loss", y}});
  for (const char* part :
       {"flowchart", "w (2, 3)", "matmul (4, 2)", "relu (4, 2)", "constant (4, 3)", "-->", "\"2\""}) {
    INFO(mermaid);
    CHECK(contains(mermaid, part));
  }
  for (const char* part : {"digraph", "w (2, 3)", "loss = sum", "->"}) {
    INFO(dot);
    CHECK(contains(dot, part));
  }
  // b is used twice: one box, two arrows out of it.
  const Tensor b = w * 1;
  const std::string twice = graph_mermaid(b + b);
  CHECK(count_of(twice, "[\"mul") == 1);
  CHECK(count_of(twice, "-->") == 4);

  const GraphPicture picture = graph_picture(b + b, {{"w", w}});
  REQUIRE(picture.boxes.size() == 4);
  CHECK(picture.boxes[0].name == "add");
  CHECK(picture.boxes[0].shape == "(2, 3)");
  const std::vector<GraphBox::Kind> kinds{GraphBox::op, GraphBox::op, GraphBox::parameter,
                                          GraphBox::constant};
  for (std::size_t i = 0; i < 4; ++i) CHECK(picture.boxes[i].kind == kinds[i]);
  CHECK(picture.boxes[3].shape.empty());
  REQUIRE(picture.arrows.size() == 4);
  CHECK(picture.arrows[0] == std::make_pair(std::size_t{1}, std::size_t{0}));
  CHECK(picture.arrows[1] == picture.arrows[0]);
}

}  // namespace
