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

// An encoding of the series by these colours, shapes, dashes: one for each, in their order. Where series have
// names for a legend, all such encodings share it, and by it they are picked.
Json by_series(const MarkContext& context, const Json& range);
Json colours_of(const MarkContext& context);

// An opacity: full, or nearly nothing while other series are picked in the legend.
Json picked(double opacity);

// Appends the layers of reference lines, and of the names at the ends of lines.
void add_notes(const MarkContext& context, std::size_t panel, Json& layers);

}  // namespace gg::lab
