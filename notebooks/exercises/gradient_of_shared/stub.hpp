#include <cmath>

double gradient_of_shared(double x) {
  (void)x;
  gg::check::not_written();
}
