double central_difference(const gg::check::ScalarFunction& f, double x, double h) {
  return (f(x + h) - f(x - h)) / (2 * h);
}
