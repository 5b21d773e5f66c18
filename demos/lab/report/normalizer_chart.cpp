#include "demos/lab/report/normalizer_chart.hpp"

#include <algorithm>
#include <functional>

#include "core/check.hpp"
#include "demos/lab/report/bands.hpp"
#include "demos/lab/report/stability.hpp"

namespace gg::lab {
namespace {

constexpr const char* kSeedRange = "seed range (pts)";
constexpr const char* kVariation = "gradient var.";
constexpr const char* kSpeed = "speed / none";
constexpr const char* kMemory = "memory / none";

struct Columns {
  Texts norm, panel;
  Numbers value, low, high;
};

using ShownOf = std::function<std::optional<Spread>(const NormalizerScore&)>;

std::optional<Spread> exact(const std::optional<double>& value) {
  return value ? std::optional(Spread{*value, *value, *value}) : std::nullopt;
}

void add_panel(const NormalizerScores& scores, std::size_t batch, const std::string& title,
               const ShownOf& shown, Columns& out) {
  for (const auto& norm : scores.norms()) {
    const auto spread = shown(scores.at(norm, batch));
    if (!spread) continue;
    out.norm.push_back(name_of_norm(norm));
    out.panel.push_back(title);
    out.value.push_back(spread->value);
    out.low.push_back(spread->low);
    out.high.push_back(spread->high);
  }
}

Columns columns_of(const NormalizerScores& scores) {
  Columns out;
  for (std::size_t batch : scores.batches())
    add_panel(scores, batch, "error % at " + text(batch), &NormalizerScore::error, out);
  const std::size_t batch = scores.batches().front();
  add_panel(
      scores, batch, kSeedRange, [](const NormalizerScore& s) { return exact(s.seed_range()); }, out);
  add_panel(scores, batch, kVariation, &NormalizerScore::gradient_variation, out);
  add_panel(
      scores, batch, kSpeed, [](const NormalizerScore& s) { return s.speed; }, out);
  add_panel(
      scores, batch, kMemory, [](const NormalizerScore& s) { return exact(s.memory); }, out);
  return out;
}

SeedsText seeds_of(const NormalizerScores& scores) {
  SeedsText seeds;
  for (const auto& norm : scores.norms()) {
    for (std::size_t batch : scores.batches()) {
      const std::size_t count = scores.at(norm, batch).errors.size();
      if (count > 0) seeds.add(count);
    }
  }
  return seeds;
}

bool has_panel(const Columns& columns, const std::string& panel) {
  return std::find(columns.panel.begin(), columns.panel.end(), panel) != columns.panel.end();
}

// Of the panels that there are.
std::string caption_of(const Columns& columns, std::size_t batch) {
  const std::vector<std::pair<const char*, const char*>> all = {
      {kSeedRange, "Seed range: largest less smallest error over seeds."},
      {kVariation,
       "Gradient var.: standard deviation over mean of the gradient's norm, in windows of steps."},
      {kSpeed, "Speed: images trained a second over those of a net without normalizers."},
      {kMemory, "Memory: most bytes of arrays at a time, over those of none."}};
  std::string caption =
      "Axes differ from panel to panel; all but the errors are at batch " + text(batch) + ".";
  for (const auto& [panel, words] : all) {
    if (has_panel(columns, panel)) caption += std::string(" ") + words;
  }
  return caption;
}

}  // namespace

std::optional<NamedChart> normalizer_chart(const NormalizerScores& scores, const std::string& trained) {
  if (scores.batches().empty()) return std::nullopt;
  const Columns columns = columns_of(scores);
  if (columns.norm.empty()) return std::nullopt;
  Chart chart;
  chart.title = "The normalizers: error, stability, speed and memory";
  chart.subtitle = trained + ", " + seeds_of(scores).text("error bar");
  if (has_panel(columns, kSpeed)) chart.subtitle += " (but for speed: quartiles of its timings)";
  chart.caption = caption_of(columns, scores.batches().front());
  chart.columns = {{"value", columns.value},
                   {"low", columns.low},
                   {"high", columns.high},
                   {"norm", columns.norm},
                   {"panel", columns.panel}};
  chart.mark = Bars{"norm", "value", "low", "high"};
  chart.facet = "panel";
  chart.free_x = true;
  const int height = 200 + 32 * static_cast<int>(scores.norms().size());
  return NamedChart{"normalizers", chart, {1280, height}};
}

}  // namespace gg::lab
