// Line charts in a line or two.
//
//   xcpp::display(gg::show::lines("A parabola", {"x"}, {"y"}, {{"y", x, y}}));
#pragma once

#include <string>
#include <vector>

#include "demos/lab/chart/chart.hpp"

namespace gg::show {

// A line through points, in the order of x.
struct Curve {
  std::string name;  // beside the line
  lab::Numbers x, y;
};

// A chart of some curves, and of its title and axes. Throws Error, naming the curve, where x and y are not of
// one length. Points whose y is not finite are left out.
lab::Chart lines(const std::string& title, const lab::Axis& x, const lab::Axis& y,
                 const std::vector<Curve>& curves);

}  // namespace gg::show
