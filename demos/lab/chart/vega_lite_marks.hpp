// The layers of one panel in Vega-Lite's language.
#pragma once

#include <vector>

#include "demos/lab/chart/layout.hpp"
#include "demos/lab/chart/palette.hpp"
#include "demos/lab/chart/panels.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/json.hpp"

namespace gg::lab {

struct MarkContext {
  const Chart& chart;
  Panels panels;
  Layout layout;
  std::vector<Style> styles;
};

// The panel's rows. Their fields have names of our own, since Vega-Lite reads dots and brackets in names.
Json mark_values(const MarkContext& context, std::size_t panel);

// What is drawn of them, from back to front, reference lines and names at the ends of lines included.
Json mark_layers(const MarkContext& context, std::size_t panel);

// {"x": ..., "y": ...}: the axes of a panel, for the fields of those names.
Json axes_of(const MarkContext& context, std::size_t panel);

// The colours of series, and with `is_first` the legend by which they are picked.
Json series_colour(const MarkContext& context);

}  // namespace gg::lab
