#include "demos/lab/data/strokes.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace gg::lab {
namespace {

double catmull_rom(double a, double b, double c, double d, double t) {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

double distance(Vec2 p, Vec2 a, Vec2 b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const double along = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;
  const double t = std::clamp(along, 0.0, 1.0);
  const double ex = p.x - a.x - t * dx, ey = p.y - a.y - t * dy;
  return std::sqrt(ex * ex + ey * ey);
}

// The pixels, first and one past the last, that the interval [low, high] can touch.
std::pair<std::size_t, std::size_t> touched(double low, double high, std::size_t size) {
  const double end = static_cast<double>(size);
  return {static_cast<std::size_t>(std::clamp(std::floor(low), 0.0, end)),
          static_cast<std::size_t>(std::clamp(std::ceil(high), 0.0, end))};
}

}  // namespace

Stroke spline(const Stroke& points, std::size_t pieces) {
  GG_CHECK(points.size() >= 2, "spline: expected at least 2 points, got ", points.size());
  Stroke out{points.front()};
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const Vec2 a = points[i > 0 ? i - 1 : 0], b = points[i], c = points[i + 1];
    const Vec2 d = points[std::min(i + 2, points.size() - 1)];
    for (std::size_t k = 1; k <= pieces; ++k) {
      const double t = static_cast<double>(k) / static_cast<double>(pieces);
      out.push_back({catmull_rom(a.x, b.x, c.x, d.x, t), catmull_rom(a.y, b.y, c.y, d.y, t)});
    }
  }
  return out;
}

void Drawing::draw(const Stroke& line, double diameter, double ink) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) draw_segment(line[i], line[i + 1], diameter / 2, ink);
}

void Drawing::draw_segment(Vec2 a, Vec2 b, double radius, double ink) {
  const double reach = radius + 0.5;
  const auto [left, right] = touched(std::min(a.x, b.x) - reach, std::max(a.x, b.x) + reach, width_);
  const auto [top, bottom] = touched(std::min(a.y, b.y) - reach, std::max(a.y, b.y) + reach, height_);
  for (std::size_t r = top; r < bottom; ++r) {
    for (std::size_t c = left; c < right; ++c) {
      const Vec2 centre{static_cast<double>(c) + 0.5, static_cast<double>(r) + 0.5};
      const double covered = std::clamp(reach - distance(centre, a, b), 0.0, 1.0);
      float& pixel = ink_[r * width_ + c];
      pixel = std::max(pixel, static_cast<float>(ink * covered));
    }
  }
}

}  // namespace gg::lab
