#include "core/tensor.hpp"

double band_area(const gg::Tensor& losses) {
  (void)losses;
  gg::check::not_written();
}
