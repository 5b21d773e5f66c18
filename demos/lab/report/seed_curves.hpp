// What was measured again and again over a training, as lines of a chart with a band of seeds.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/chart/chart.hpp"
#include "demos/lab/json.hpp"
#include "demos/lab/report/bands.hpp"

namespace gg::lab {

// How the runs of a point are averaged: the mean with one standard deviation to each side, or, for what lives
// on a logarithmic axis, that of the logarithms, which leaves out what is not above 0.
enum class Averaged { plainly, by_logarithm };

// The numbers of a list in a row; NaN stands for null, as which a number that was not finite is kept. Empty
// when there is no such list.
std::vector<double> list_of(const Json& row, const std::string& key);

// Columns "step", "value", "low", "high", "series" and "panel", filled curve by curve. A row has the list
// "at" (optimizer steps done) and beside it one list for each measure.
class SeedCurves {
 public:
  explicit SeedCurves(Averaged averaged = Averaged::plainly) : averaged_(averaged) {}

  // A line through the runs of one series. Runs that lack the list do not count; where one of the others has
  // no finite value, as behind the step at which it diverged, there is no point.
  void add(const std::vector<Json>& runs, const std::string& key, const std::string& series,
           const std::string& panel = "");

  bool empty() const { return step_.empty(); }

  // "mean of 5 seeds, band: one standard deviation"; "geometric mean ..., band: one standard deviation of the
  // logarithm"; "one seed, so without bands".
  std::string seeds_text() const;

  // Gives the chart its columns and its mark, and on averages by logarithm its scale.
  void draw_into(Chart& chart) const;

 private:
  Averaged averaged_;
  Numbers step_;
  Band band_;
  Texts series_, panel_;
  SeedsText seeds_;
};

}  // namespace gg::lab
