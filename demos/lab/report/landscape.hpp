// From rows of the landscape program to its table, charts and findings.
//
// A row has norm, seed, status, validation_error in percent if finished, and lists with one entry for each
// time the training was looked into: "at" (optimizer steps done) and, of the mean loss L of a fixed batch,
//
//   loss                  L(theta)
//   loss_low, loss_high   smallest and largest L(theta - eta g), see measure/along_gradient.hpp
//   loss_variation        loss_high - loss_low
//   gradient_change       largest ||grad L(theta - eta g) - g||
//   beta_smoothness       effective beta-smoothness
//   sharpness             and "settled": 1 where the power iteration converged, 0 where not
//   critical_sharpness    along the update that the optimizer would make, over the learning rate
//   gradient_signal, gradient_noise   the two terms of the noise scale, see measure/noise_scale.hpp
//
// null stands for a number that was not finite. A crashed row has none of these.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/report/comparison.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

struct LandscapeSetup {
  std::string trained;  // what on what: "conv8 on mnist"
  double lr = 0;        // constant over the training
  double momentum = 0;
  std::size_t part = 32;  // images of a step
};

// What is compared between normalizers: one number a run, from one of the lists.
struct LandscapeMeasure {
  std::string key, name, unit;
};
const std::vector<LandscapeMeasure>& landscape_measures();

// The median of a measure over a run; entries that are not finite count as infinite. Nothing when the run
// lacks the list, or the median is infinite or not above 0.
std::optional<double> median_of(const Json& row, const std::string& key);

// Of the runs that finished. Those without a median count as failed, as do the others: that a measure was
// mostly not finite makes a run the last one to be left out in silence.
Group medians_of(const std::vector<Json>& runs, const std::string& norm, const std::string& key);

// S / |G|^2 in images, of one run: both terms summed over the first or last third of its lists, or over
// all. Nothing when there are no numbers, or the signal is not above 0.
enum class Part { all, first_third, last_third };
std::optional<double> noise_scale_of(const Json& row, Part part = Part::all);
std::vector<double> noise_scales_of(const std::vector<Json>& runs, Part part = Part::all);  // that finished

// The same at each time, by optimizer steps done, both terms summed over the runs; where all of them have
// numbers and the signal is above 0.
std::map<double, double> noise_scales_over(const std::vector<Json>& runs);

// Share of the looks at which the power iteration did not converge, so that the sharpness is a lower bound;
// nothing where there were none.
std::optional<double> unconverged_share(const std::vector<Json>& runs);

// One row a normalizer: validation error, the geometric mean over seeds of each measure with its smallest
// and largest value and the finished runs that have none, and the share above.
Table landscape_table(const std::vector<Json>& rows);

// Those of them that there are numbers for.
std::vector<NamedChart> landscape_charts(const std::vector<Json>& rows, const LandscapeSetup& setup);

// What the papers report against what the runs show, then each normalizer against none, and how sharp and how
// noisy it is.
std::vector<std::string> landscape_findings(const std::vector<Json>& rows, const LandscapeSetup& setup);

// How the numbers were made; `images` are those of the fixed batch, `products` the most of a power iteration.
std::vector<std::string> landscape_notes(const LandscapeSetup& setup, std::size_t images,
                                         std::size_t products);

}  // namespace gg::lab
