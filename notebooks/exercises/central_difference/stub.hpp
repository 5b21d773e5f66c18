double central_difference(const gg::check::ScalarFunction& f, double x, double h) {
  (void)f, (void)x, (void)h;
  gg::check::not_written();
}
