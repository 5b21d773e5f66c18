// One chart of every kind, with numbers that are made up, for tests and for looking at.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "demos/lab/report/report.hpp"
#include "layers/make_norm.hpp"

namespace gallery {

using namespace gg::lab;

inline Chart lines(bool facets) {
  gg::Random random(1);
  Numbers batch, error, low, high;
  Texts norm, size;
  for (const char* net : {"small", "medium", "large"}) {
    if (!facets && std::string(net) != "small") continue;
    double base = std::string(net) == "large" ? 3 : 4;
    for (const char* name : {"BN", "GN:c8", "LN", "IN", "none"}) {
      base += 0.4;
      for (double n : {32.0, 16.0, 8.0, 4.0, 2.0}) {
        const double mean = base + (std::string(name) == "BN" ? 60 / (n * n) : random.uniform(0, 0.3));
        batch.push_back(n);
        error.push_back(mean);
        low.push_back(mean * 0.95);
        high.push_back(mean * 1.06);
        norm.push_back(name);
        size.push_back(net);
      }
    }
  }
  Chart chart;
  chart.title = "Validation error as the batch shrinks";
  chart.subtitle = "made-up numbers, mean of 5 seeds, band: one standard deviation";
  chart.columns = {{"batch", batch}, {"error", error}, {"low", low},
                   {"high", high},   {"norm", norm},   {"net", size}};
  chart.mark = LineWithBand{"batch", "error", "low", "high", "norm"};
  if (facets) chart.facet = "net";
  chart.x = {"normalization batch (images)", Scale::log2, true};
  chart.x.ticks = {{32, "32"}, {16, "16"}, {8, "8"}, {4, "4"}, {2, "2"}};
  chart.y = {"validation error (%), log scale", Scale::log10};
  chart.references = {{ReferenceLine::Across::y, 10, "a tenth"}};
  return chart;
}

inline Chart heat(bool diverging) {
  gg::Random random(2);
  Numbers step, group, value;
  Texts layer;
  for (const char* name : {"conv1.norm", "conv2.norm", "conv3.norm"}) {
    const int groups = std::string(name) == "conv1.norm" ? 4 : 8;
    for (int s = 0; s <= 40; ++s) {
      for (int g = 0; g < groups; ++g) {
        if (s > 30 && g == 2) continue;
        step.push_back(s * 10);
        group.push_back(g);
        value.push_back(diverging ? std::sin(g + s * 0.1) * (1 + 0.02 * s)
                                  : 1 + g * 0.2 + s * 0.03 * random.uniform(0.5, 1));
        layer.push_back(name);
      }
    }
  }
  Chart chart;
  chart.title = diverging ? "Mean of each group" : "Standard deviation of each group";
  chart.subtitle = "made-up numbers";
  chart.columns = {{"step", step}, {"group", group}, {"value", value}, {"layer", layer}};
  chart.mark = HeatMap{"step", "group", "value", diverging};
  chart.facet = "layer";
  chart.free_y = true;
  chart.x.title = "step";
  chart.y.title = "group";
  chart.colour.title = diverging ? "mean" : "standard deviation";
  return chart;
}

inline Chart heat_of_texts() {
  Numbers value;
  Texts norm, noise;
  double v = 1;
  for (const char* row : {"bn", "gn:c8", "ln", "in", "ws+gn:c8", "none"}) {
    for (const char* column : {"no noise", "small noise", "big noise", "dropout 0.5", "input noise"}) {
      norm.push_back(row);
      noise.push_back(column);
      value.push_back(v *= 1.11);
    }
  }
  value[7] = std::numeric_limits<double>::quiet_NaN();
  Chart chart;
  chart.title = "Error by normalizer and distortion";
  chart.subtitle = "made-up numbers";
  chart.columns = {{"norm", norm}, {"noise", noise}, {"error", value}};
  chart.mark = HeatMap{"noise", "norm", "error"};
  chart.colour = {"error (%), log scale", Scale::log10};
  return chart;
}

inline Chart fan(bool facets) {
  Numbers step, p1, p20, p50, p80, p99;
  Texts norm;
  double spread = 4;
  for (const char* name : {"BN", "GN:c8", "none"}) {
    if (!facets && std::string(name) != "BN") continue;
    spread *= 0.7;
    for (int s = 0; s <= 60; ++s) {
      const double middle = 0.01 * s, reach = spread * (1 + std::sin(s * 0.2) * 0.3);
      step.push_back(s * 5);
      p1.push_back(middle - reach * 2.3);
      p20.push_back(middle - reach * 0.84);
      p50.push_back(middle);
      p80.push_back(middle + reach * 0.84);
      p99.push_back(middle + reach * 2.3);
      norm.push_back(name);
    }
  }
  Chart chart;
  chart.title = "How the features are distributed";
  chart.subtitle = "made-up numbers; percentiles of the last norm's input";
  chart.columns = {{"step", step}, {"p1", p1},   {"p20", p20},  {"p50", p50},
                   {"p80", p80},   {"p99", p99}, {"norm", norm}};
  chart.mark = Fan{"step", {"p1", "p20", "p50", "p80", "p99"}};
  if (facets) chart.facet = "norm";
  chart.x.title = "step";
  chart.y.title = "value";
  chart.references = {{ReferenceLine::Across::y, 0, ""}};
  return chart;
}

inline Texts family() {
  Texts norms = gg::usual_norms();
  norms.insert(norms.end(), {"ws+gn:c8", "ws+bcn:c8"});
  return norms;
}

inline Chart bars(bool series) {
  gg::Random random(3);
  Texts norm, batch;
  Numbers error, low, high;
  for (const auto& name : series ? Texts{"bn", "gn:c8", "ln"} : family()) {
    for (const char* size : {"batch 32", "batch 2"}) {
      if (!series && std::string(size) == "batch 2") continue;
      norm.push_back(name);
      batch.push_back(size);
      error.push_back(random.uniform(2, 9));
      low.push_back(error.back() - random.uniform(0.2, 0.8));
      high.push_back(error.back() + random.uniform(0.2, 0.8));
    }
  }
  Chart chart;
  chart.title = "Error of the whole family";
  chart.subtitle = "made-up numbers, mean and standard deviation of 5 seeds";
  chart.columns = {{"norm", norm}, {"batch", batch}, {"error", error}, {"low", low}, {"high", high}};
  chart.mark = Bars{"norm", "error", "low", "high", series ? "batch" : ""};
  chart.x.title = "validation error (%)";
  chart.references = {{ReferenceLine::Across::x, 5, "no norm"}};
  return chart;
}

// Small multiples of different measures: each panel has an axis of its own.
inline Chart measures() {
  gg::Random random(4);
  Texts norm, measure;
  Numbers value;
  double unit = 1;
  for (const char* name : {"error (%)", "sharpness", "images/s", "memory (MB)"}) {
    unit *= 12;
    for (const char* row : {"bn", "gn:c8", "ln", "none"}) {
      norm.push_back(row);
      measure.push_back(name);
      value.push_back(unit * random.uniform(0.3, 1));
    }
  }
  Chart chart;
  chart.title = "Four measures";
  chart.subtitle = "made-up numbers";
  chart.columns = {{"norm", norm}, {"measure", measure}, {"value", value}};
  chart.mark = Bars{"norm", "value"};
  chart.facet = "measure";
  chart.free_x = true;
  return chart;
}

// All normalizers as lines: what the palette is good for.
inline Chart family_lines() {
  Numbers step, loss;
  Texts norm;
  double level = 0.2;
  for (const auto& name : family()) {
    level *= 1.22;
    for (int s = 0; s <= 30; ++s) {
      step.push_back(s * 10);
      loss.push_back(level + 2 * std::exp(-s * 0.15));
      norm.push_back(name);
    }
  }
  Chart chart;
  chart.title = "Training loss of the whole family";
  chart.subtitle = "made-up numbers";
  chart.columns = {{"step", step}, {"loss", loss}, {"norm", norm}};
  chart.mark = LineWithBand{"step", "loss", "", "", "norm"};
  chart.x.title = "step";
  chart.y = {"cross-entropy (nats), log scale", Scale::log10};
  return chart;
}

inline std::vector<NamedChart> charts() {
  return {{"lines", lines(false)},   {"lines_facets", lines(true)},     {"heat_diverging", heat(true)},
          {"heat", heat(false)},     {"heat_texts", heat_of_texts()},   {"fan", fan(false)},
          {"fan_facets", fan(true)}, {"bars", bars(false), {960, 640}}, {"bars_series", bars(true)},
          {"measures", measures()},  {"family_lines", family_lines()}};
}

}  // namespace gallery
