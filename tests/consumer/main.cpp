// Prints the size of a Scalar, and the gradient 3 x^2 at 2 of a cube, a convolution of one by one.
#include <iostream>

#include "core/groupgrad.hpp"

int main() {
  gg::Tensor x = gg::full({1, 1, 1, 1}, 2);
  x.requires_grad_();
  gg::sum(gg::conv2d(x, x * x)).backward();
  std::cout << sizeof(gg::Scalar) << " " << x.grad().item() << "\n";
}
