#include "demos/lab/data/glyphs.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/random.hpp"
#include "demos/lab/data/strokes.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kSide = 28, kClasses = 10;
constexpr std::uint64_t kTestStreams = std::uint64_t{1} << 32;

using Letter = std::vector<Stroke>;

// The letters in a line system: small letters between y = 0 and the base line y = 1, ascenders up to
// -0.8, descenders down to 1.8.
const Stroke kBowl = {{.80, .15}, {.42, .00}, {.08, .32}, {.08, .75}, {.38, 1.0}, {.72, .72}, {.80, .10}};
const Stroke kCup = {{.06, .00}, {.08, .55}, {.30, .98}, {.65, .85}, {.80, .40}};
const Stroke kArch = {{.10, .42}, {.42, .03}, {.74, .20}, {.80, .60}, {.84, 1.0}};
const Stroke kStem = {{.80, .04}, {.80, .50}, {.85, .90}, {1.02, .94}};
const Stroke kTallStem = {{.80, -.80}, {.80, .10}, {.85, .90}, {1.02, .94}};
const Stroke kTail = {{.80, .04}, {.80, .90}, {.72, 1.58}, {.40, 1.80}, {.08, 1.60}};

const std::array<Letter, kClasses> kLetters = {{
    {kBowl, kStem},                                                                                      // a
    {{{.82, .20}, {.50, .00}, {.12, .28}, {.08, .72}, {.40, 1.0}, {.85, .84}}},                          // c
    {kBowl, kTallStem},                                                                                  // d
    {{{.10, .52}, {.50, .50}, {.80, .34}, {.52, .00}, {.14, .26}, {.08, .70}, {.40, 1.0}, {.85, .84}}},  // e
    {kBowl, kTail},                                                                                      // g
    {{{.08, -.80}, {.10, .20}, {.10, 1.0}}, kArch},                                                      // h
    {{{.06, .00}, {.10, .50}, {.10, 1.0}}, kArch},                                                       // n
    {kBowl, {{.80, .04}, {.80, .90}, {.80, 1.75}, {1.05, 1.48}}},                                        // q
    {kCup, kStem},                                                                                       // u
    {kCup, kTail},                                                                                       // y
}};

// Ascenders and descenders of a hurried hand are shorter, and no point lies quite where it should.
Letter write(const Letter& model, Random& random) {
  const double extent = random.uniform(0.25, 1.1), wobble = random.uniform(0.04, 0.10);
  Letter letter = model;
  for (auto& stroke : letter) {
    for (auto& p : stroke) {
      if (p.y < 0) p.y *= extent;
      if (p.y > 1) p.y = 1 + (p.y - 1) * extent;
      p.x += wobble * random.normal();
      p.y += wobble * random.normal();
    }
  }
  return letter;
}

// Slants, stretches, turns and places the letter so that its bounding box is about centred in the image.
void place(Letter& letter, Random& random) {
  Vec2 low{1e9, 1e9}, high{-1e9, -1e9};
  for (const auto& stroke : letter) {
    for (const auto& p : stroke) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  // Tall letters are written smaller, but not so small that all become equally tall.
  const double scale = random.uniform(0.8, 1.1) * 20 / (0.8 + 0.55 * (high.y - low.y));
  const double stretch = random.uniform(0.75, 1.2), slant = 0.15 + 0.2 * random.normal();
  const double angle = 0.15 * random.normal(), cosine = std::cos(angle), sine = std::sin(angle);
  const double shift_x = 14 + 1.2 * random.normal(), shift_y = 14 + 1.2 * random.normal();
  for (auto& stroke : letter) {
    for (auto& p : stroke) {
      const double v = scale * (p.y - (low.y + high.y) / 2);
      const double u = stretch * scale * (p.x - (low.x + high.x) / 2) - slant * v;
      p = {shift_x + cosine * u - sine * v, shift_y + sine * u + cosine * v};
    }
  }
}

// A piece of a neighbouring letter that reaches in from the left or the right.
Stroke stray(Random& random) {
  const double side = random.bernoulli(0.5) ? 1 : -1, reach = random.uniform(1, 8);
  const double x = 14 + 14 * side, y = random.uniform(2, 26);
  const double turn = random.uniform(-7, 7);
  return {{x + 2 * side, y}, {x - side * reach, y + turn}, {x + 2 * side, y + random.uniform(-7, 7) + turn}};
}

std::vector<float> draw(const Letter& model, Random& random) {
  Letter letter = write(model, random);
  place(letter, random);
  Drawing canvas(kSide, kSide);
  const double pen = random.uniform(1.2, 3.0), ink = random.uniform(0.5, 1.0);
  for (const auto& stroke : letter) canvas.draw(spline(stroke), pen, ink);
  const std::size_t strays = random.below(3);
  for (std::size_t i = 0; i < strays; ++i) {
    const double faded = random.uniform(0.4, 1.0), thinned = random.uniform(0.6, 1.0);
    canvas.draw(spline(stray(random)), pen * thinned, ink * faded);
  }
  std::vector<float> pixels = canvas.ink();
  const double noise = random.uniform(0.0, 0.15);
  for (auto& x : pixels) {
    x = std::clamp(x + static_cast<float>(noise * random.normal()), 0.0f, 1.0f);
  }
  return pixels;
}

Images draw_all(std::uint64_t seed, std::uint64_t first_stream, std::size_t count) {
  Images out{count, 1, kSide, kSide, {}, {}};
  out.pixels.reserve(count * out.image_size());
  out.labels.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Random random(seed, first_stream + i);
    const auto pixels = draw(kLetters[i % kClasses], random);
    out.pixels.insert(out.pixels.end(), pixels.begin(), pixels.end());
    out.labels.push_back(i % kClasses);
  }
  return out;
}

}  // namespace

Dataset glyphs(std::uint64_t seed, std::size_t train, std::size_t test) {
  return {"glyphs", kClasses, draw_all(seed, 0, train), draw_all(seed, kTestStreams, test)};
}

}  // namespace gg::lab
