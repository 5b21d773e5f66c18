#include "demos/lab/norms_option.hpp"

#include <cmath>

#include "layers/make_norm.hpp"

namespace gg::lab {

void add_norms_option(CLI::App& app, std::vector<std::string>& norms) {
  std::string help = "Normalizers, separated by commas";
  for (const std::string& line : norm_specs()) help += "\n    " + line;
  app.add_option("--norms", norms, help)->delimiter(',')->capture_default_str();
}

void check_norms(const CommonOptions& o, const Dataset& data, const std::vector<std::string>& norms,
                 const std::string& option) {
  check_no_repeats(option, norms);
  for (const std::string& norm : norms) {
    try {
      prepared_model(o, data, norm, 0);
    } catch (const Error& error) {
      fail_with(option, ": ", norm, " does not fit to ", o.model, ": ", error.what());
    }
  }
}

void check_rates(const std::string& option, const std::vector<double>& rates) {
  check_no_repeats(option, rates);
  for (double rate : rates)
    GG_CHECK(std::isfinite(rate) && rate > 0, option, ": expected numbers above 0, got ", rate);
}

void check_band_rates(const std::vector<double>& rates) {
  check_rates("--rates", rates);
  GG_CHECK(rates.size() >= 2, "--rates: a band needs at least 2 rates, got ", rates.size());
}

}  // namespace gg::lab
