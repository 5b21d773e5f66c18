// Pen strokes on a small canvas: smooth curves through given points, drawn with soft edges.
#pragma once

#include <cstddef>
#include <vector>

namespace gg::lab {

struct Vec2 {
  double x = 0, y = 0;  // x to the right, y down
};

using Stroke = std::vector<Vec2>;

// A polyline along the Catmull-Rom spline through the points (Catmull and Rom, 1974), `pieces` segments
// between each two. It starts and ends at the first and last point. Throws on fewer than two points.
Stroke spline(const Stroke& points, std::size_t pieces = 6);

// One channel of pixels; pixel (row r, column c) is centred at x = c + 0.5, y = r + 0.5.
class Drawing {
 public:
  Drawing(std::size_t height, std::size_t width) : height_(height), width_(width), ink_(height * width) {}

  // Draws straight segments from point to point with a round pen of the given diameter, in pixels. Each pixel
  // gets `ink` times the part of it that the pen covers, judged by its centre's distance to the segment;
  // where strokes overlap the darker wins.
  void draw(const Stroke& line, double diameter, double ink);

  const std::vector<float>& ink() const { return ink_; }  // (height, width)

 private:
  void draw_segment(Vec2 a, Vec2 b, double radius, double ink);

  std::size_t height_, width_;
  std::vector<float> ink_;
};

}  // namespace gg::lab
