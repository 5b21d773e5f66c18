#include <tuple>
#include <vector>

gg::check::MeanAndVariance running_statistics(double running_mean, double running_var,
                                              const std::vector<double>& batch, double momentum) {
  const double m = static_cast<double>(batch.size());
  double mean = 0, var = 0;
  for (const double x : batch) mean += x / m;
  for (const double x : batch) var += (x - mean) * (x - mean) / (m - 1);
  return {(1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var};
}
