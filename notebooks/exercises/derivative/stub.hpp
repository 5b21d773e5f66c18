#include <cmath>

double derivative(double x) {
  (void)x;
  gg::check::not_written();
}
