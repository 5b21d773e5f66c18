// What the sorting of each kind of mark is made of.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/chart/chart.hpp"
#include "demos/lab/chart/panels.hpp"

namespace gg::lab {

// The rows of one panel, in their order.
struct PanelRows {
  std::string title;
  std::vector<std::size_t> rows;
};

std::vector<PanelRows> rows_by_panel(const Chart& chart);

// All rows, or those of one panel where each has an axis of its own.
std::vector<std::size_t> rows_on_axis(const std::vector<PanelRows>& panels, std::size_t panel, bool is_free);

bool can_show(double value, Scale scale);

// Where the text is in the list, to whose end it goes if it is new.
std::size_t index_in(std::vector<std::string>& list, const std::string& text);

// The text of a column in a row (a number as it is written); empty without a column.
std::string text_at(const Chart& chart, const std::string& column, std::size_t row);

// The rows' texts, each once, in the order of their appearance.
std::vector<std::string> distinct_texts(const Chart& chart, const std::string& column,
                                        const std::vector<std::size_t>& rows);

// The axis of texts: the first of n at 0, the last at n - 1.
Range range_of_texts(std::size_t count, bool reversed);
std::vector<Tick> ticks_of_texts(const std::vector<std::string>& names);

// How many ticks an axis has the room for where so many panels share the canvas.
int x_tick_count(std::size_t panels);
int y_tick_count(std::size_t panels);

// Fill in all of `panels` but title, caption and what `dropped` and `cut` add to it.
void sort_mark(const Chart& chart, const LineWithBand& mark, const std::vector<PanelRows>& rows, Panels& out);
void sort_mark(const Chart& chart, const Fan& mark, const std::vector<PanelRows>& rows, Panels& out);
void sort_mark(const Chart& chart, const HeatMap& mark, const std::vector<PanelRows>& rows, Panels& out);
void sort_mark(const Chart& chart, const Bars& mark, const std::vector<PanelRows>& rows, Panels& out);

}  // namespace gg::lab
