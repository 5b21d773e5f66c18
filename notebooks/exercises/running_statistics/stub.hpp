#include <tuple>
#include <vector>

gg::check::MeanAndVariance running_statistics(double running_mean, double running_var,
                                              const std::vector<double>& batch, double momentum) {
  (void)running_mean, (void)running_var, (void)batch, (void)momentum;
  gg::check::not_written();
}
