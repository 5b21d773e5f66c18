// What gnuplot draws within the axes of a panel, for each kind of mark.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/chart/layout.hpp"
#include "demos/lab/chart/panels.hpp"
#include "demos/lab/chart/style.hpp"

namespace gg::lab {

// Whether lines have markers at their points: if there are few enough to count.
bool markers_in(const Panels& panels);

// All panels' numbers as gnuplot's data blocks.
std::string mark_data(const Panels& panels);

// Words at the marks: the values of bars, where there is room for them.
std::string mark_labels(const Panels& panels, std::size_t panel, const Box& box);

// The `plot` command of one panel.
std::string mark_plot(const Panels& panels, std::size_t panel, const std::vector<Style>& styles);

}  // namespace gg::lab
