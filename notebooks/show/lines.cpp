#include "notebooks/show/lines.hpp"

#include <cmath>

#include "core/check.hpp"

namespace gg::show {

lab::Chart lines(const std::string& title, const lab::Axis& x, const lab::Axis& y,
                 const std::vector<Curve>& curves) {
  lab::Numbers xs, ys;
  lab::Texts names;
  for (const Curve& curve : curves) {
    GG_CHECK(curve.x.size() == curve.y.size(), "lines: expected as many x as y, got ", curve.x.size(),
             " and ", curve.y.size(), " in the curve \"", curve.name, "\"");
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      if (!std::isfinite(curve.y[i])) continue;
      xs.push_back(curve.x[i]);
      ys.push_back(curve.y[i]);
      names.push_back(curve.name);
    }
  }
  lab::Chart chart;
  chart.title = title;
  chart.x = x;
  chart.y = y;
  chart.columns = {{"x", xs}, {"y", ys}, {"curve", names}};
  lab::LineWithBand mark{"x", "y"};
  mark.series = "curve";
  chart.mark = mark;
  return chart;
}

}  // namespace gg::show
