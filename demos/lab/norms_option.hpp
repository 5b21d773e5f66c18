// Options that are lists: --norms, the normalizers that a program compares, and learning rates.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "demos/lab/options.hpp"

namespace gg::lab {

// Adds --norms, with the texts that make_norm knows in its help. `norms` holds the default.
void add_norms_option(CLI::App& app, std::vector<std::string>& norms);

// Builds every net once, so that a normalizer that is unknown, given twice or does not fit to the net is
// refused before anything is trained. Throws Error naming the option that asked for them.
void check_norms(const CommonOptions& o, const Dataset& data, const std::vector<std::string>& norms,
                 const std::string& option = "--norms");

// Throws Error naming the option if a value is there twice.
template <class T>
void check_no_repeats(const std::string& option, const std::vector<T>& values) {
  for (const T& value : values) {
    const bool repeated = std::count(values.begin(), values.end(), value) > 1;
    GG_CHECK(!repeated, option, ": ", value, " is there twice");
  }
}

// Throws Error naming the option unless learning rates are above 0, finite and each there once; those of a
// band, of --rates, are two at least.
void check_rates(const std::string& option, const std::vector<double>& rates);
void check_band_rates(const std::vector<double>& rates);

}  // namespace gg::lab
