#include "demos/lab/report/probe_charts.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "core/check.hpp"
#include "demos/lab/probe/probe_table.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// The part of a row that holds a quantity; null if there is none.
Json part_of(const Json& row, const std::string& probe, const std::string& quantity) {
  if (!row.contains("probes") || !row.at("probes").contains(probe)) return nullptr;
  for (const Json& part : row.at("probes").at(probe)) {
    if (part.at("quantity") == quantity) return part;
  }
  return nullptr;
}

// A place's numbers as SeedCurves takes them, of each run that has them.
std::vector<Json> curves_at(const std::vector<Json>& parts, const Json& place) {
  std::vector<Json> curves;
  for (const Json& part : parts) {
    for (const Json& one : part.at("places")) {
      if (one.at("place") == place) curves.push_back({{"at", part.at("at")}, {"values", one.at("values")}});
    }
  }
  return curves;
}

std::vector<Json> parts_of(const std::vector<Json>& rows, const std::string& probe,
                           const std::string& quantity) {
  std::vector<Json> parts;
  for (const Json& row : rows) {
    const Json part = part_of(row, probe, quantity);
    if (!part.is_null()) parts.push_back(part);
  }
  return parts;
}

std::vector<Json> places_of(const std::vector<Json>& parts) {
  std::vector<Json> places;
  for (const Json& part : parts) {
    for (const Json& one : part.at("places")) {
      if (std::find(places.begin(), places.end(), one.at("place")) == places.end())
        places.push_back(one.at("place"));
    }
  }
  return places;
}

std::string name_of_file(std::string quantity) {
  std::replace(quantity.begin(), quantity.end(), ' ', '_');
  return quantity;
}

std::string capitalized(std::string words) {
  words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  return words;
}

std::optional<Chart> chart_of(const std::vector<Json>& rows, const ProbeEntry& probe,
                              const ProbeQuantity& quantity, const std::string& trained) {
  SeedCurves curves(quantity.logarithmic ? Averaged::by_logarithm : Averaged::plainly);
  for (const Json& place : places_of(parts_of(rows, probe.name, quantity.name))) {
    for (const Json& norm : distinct(rows, "norm"))
      curves.add(curves_at(parts_of(rows_where(rows, "norm", norm), probe.name, quantity.name), place),
                 "values", name_of_norm(norm), place);
  }
  if (curves.empty()) return std::nullopt;
  Chart chart;
  chart.title = capitalized(quantity.name) + " over training";
  chart.subtitle = trained + ", " + curves.seeds_text();
  chart.caption =
      capitalized(probe.description) + "; a panel for each " + probe.place + ", the first next to the image.";
  chart.x.title = "optimizer step";
  chart.y.title = quantity.unit + (quantity.logarithmic ? ", log scale" : "");
  chart.facet = "panel";
  curves.draw_into(chart);
  return chart;
}

}  // namespace

std::vector<NamedChart> probe_charts(const std::vector<Json>& rows, const std::string& trained) {
  std::vector<NamedChart> charts;
  for (const ProbeEntry& probe : probe_table()) {
    for (const ProbeQuantity& quantity : probe.quantities) {
      if (const auto chart = chart_of(rows, probe, quantity, trained))
        charts.push_back({name_of_file(quantity.name), *chart, {1100, 640}});
    }
  }
  return charts;
}

std::vector<std::string> probe_notes(const std::vector<std::string>& probes) {
  std::string words;
  for (const ProbeEntry& entry : probe_table()) {
    const bool wanted = std::count(probes.begin(), probes.end(), entry.name) > 0 && !entry.quantities.empty();
    if (wanted) words += " " + entry.name + ": " + entry.description + ".";
  }
  if (words.empty()) return {};
  return {
      "Probes look at the first normalization batch of an observed step, in training mode; a layer is one "
      "with weights of two or more axes." +
      words};
}

}  // namespace gg::lab
