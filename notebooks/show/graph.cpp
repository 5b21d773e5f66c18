#include "notebooks/show/graph.hpp"

#include <algorithm>
#include <ostream>

#include "demos/lab/chart/svg.hpp"
#include "demos/lab/text.hpp"
#include "notebooks/show/layers.hpp"

namespace gg::show {
namespace {

constexpr std::size_t most_boxes = 1000;  // of a graph that anyone can look at
constexpr double letter = 7.3;            // wide, of a font whose letters are all alike
constexpr double box_height = 38, gap = 34, margin = 4;

std::string number(double value) { return lab::fixed(value, 1); }

std::string at(double x, double y) { return number(x + margin) + "," + number(y + margin); }

std::string attribute(const std::string& name, const std::string& value) {
  return " " + name + "=\"" + value + "\"";
}

double width_of(const GraphBox& box) {
  const std::size_t letters = std::max(lab::display_width(box.name), lab::display_width(box.shape));
  return std::max(44.0, static_cast<double>(letters) * letter + 18);
}

std::string words(const std::string& text, double x, double y, const char* colour) {
  return "<text" + attribute("x", number(x + margin)) + attribute("y", number(y + margin)) +
         attribute("fill", colour) + ">" + lab::escaped(text) + "</text>";
}

// Filled, so that it can be read on a light page and on a dark one.
std::string drawn(const GraphBox& box, const Place& place) {
  const double width = width_of(box);
  const bool op = box.kind == GraphBox::op;
  std::string out = "<rect" + attribute("x", number(place.x - width / 2 + margin)) +
                    attribute("y", number(place.y - box_height / 2 + margin)) +
                    attribute("width", number(width)) + attribute("height", number(box_height)) +
                    attribute("rx", op ? "3" : "19") + attribute("fill", op ? "#e8f1fa" : "#fdf1dc") +
                    attribute("stroke", op ? "#0072b2" : "#b07a00");
  if (box.kind == GraphBox::constant) out += attribute("stroke-dasharray", "4 3");
  out += "/>";
  const double line = box.shape.empty() ? place.y + 4.5 : place.y - 2.5;
  out += words(box.name, place.x, line, "#15181c");
  if (!box.shape.empty()) out += words(box.shape, place.x, place.y + 12, "#4a5560");
  return out + "\n";
}

// A smooth line, upright in the layers it passes, and its head.
std::string drawn(const std::vector<Place>& arrow) {
  constexpr double head = 7;
  std::string path = "M" + at(arrow[0].x, arrow[0].y);
  for (std::size_t i = 1; i < arrow.size(); ++i) {
    const Place& from = arrow[i - 1];
    const Place to{arrow[i].x, arrow[i].y - (i + 1 == arrow.size() ? head : 0)};
    const double middle = (from.y + to.y) / 2;
    path += "C" + at(from.x, middle) + " " + at(to.x, middle) + " " + at(to.x, to.y);
  }
  const Place& tip = arrow.back();
  return "<path" + attribute("fill", "none") + attribute("d", path) + "/>" + "<path" +
         attribute("stroke", "none") +
         attribute("d", "M" + at(tip.x, tip.y) + "L" + at(tip.x - 3.5, tip.y - head - 1) + "L" +
                            at(tip.x + 3.5, tip.y - head - 1) + "Z") +
         "/>\n";
}

std::string svg(const GraphPicture& picture) {
  std::vector<double> widths;
  for (const GraphBox& box : picture.boxes) widths.push_back(width_of(box));
  const Layers layers = in_layers(widths, picture.arrows, box_height, gap);
  const std::string width = number(layers.width + 2 * margin), height = number(layers.height + 2 * margin);
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", width) +
                    attribute("height", height) + attribute("viewBox", "0 0 " + width + " " + height) +
                    attribute("font-family", "DejaVu Sans Mono, Menlo, Consolas, monospace") +
                    attribute("font-size", "12") + attribute("text-anchor", "middle") + ">\n<g" +
                    attribute("stroke", "#7f8b97") + attribute("fill", "#7f8b97") +
                    attribute("stroke-width", "1.4") + ">\n";
  for (const auto& arrow : layers.arrows) out += drawn(arrow);
  out += "</g>\n";
  for (std::size_t i = 0; i < widths.size(); ++i) out += drawn(picture.boxes[i], layers.boxes[i]);
  return out + "</svg>\n";
}

}  // namespace

Graph graph(const Tensor& y, const NamedTensors& names) {
  GG_CHECK(y.defined(), "graph: got an undefined tensor");
  return {y, names};
}

Bundle bundle(const Graph& graph) {
  const GraphPicture picture = graph_picture(graph.y, graph.names);
  const std::string mermaid = graph_mermaid(graph.y, graph.names);
  if (picture.boxes.size() > most_boxes) return {{"text/plain", mermaid}};
  return {{"image/svg+xml", svg(picture)}, {"text/plain", mermaid}};
}

std::ostream& operator<<(std::ostream& out, const Graph& graph) {
  return out << graph_mermaid(graph.y, graph.names);
}

}  // namespace gg::show
