#include <cmath>

double derivative(double x) { return 3 * x * x - 2 + 3 * std::cos(3 * x); }
