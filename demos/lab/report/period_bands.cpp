#include "demos/lab/report/period_bands.hpp"

#include <algorithm>
#include <optional>

#include "core/check.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/bands.hpp"
#include "demos/lab/report/claim.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/rate_bands_charts.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/report/table.hpp"
#include "demos/lab/report/thirds.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

struct Third {
  double position = 0, width = 0;
};

// Nothing where there is no step.
std::optional<Third> third_of(const SeedBand& seed, std::size_t third) {
  const std::size_t n = seed.loss.low.size(), first = third * n / 3, last = (third + 1) * n / 3;
  if (first == last) return std::nullopt;
  Third out;
  for (std::size_t t = first; t < last; ++t) {
    out.position += seed.loss_mean[t] / static_cast<double>(last - first);
    out.width += (seed.loss.high[t] - seed.loss.low[t]) / static_cast<double>(last - first);
  }
  return out;
}

using Quantity = std::array<std::vector<double>, 3> BandThirds::*;

const BandThirds* find(const std::vector<BandThirds>& all, const std::string& norm) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const BandThirds& one) { return one.norm == norm; });
  return found == all.end() ? nullptr : &*found;
}

// Nothing where a third has no numbers on one side.
std::optional<Thirds> against(const BandThirds& none, const BandThirds& norm, Quantity quantity) {
  Thirds thirds;
  for (std::size_t i = 0; i < 3; ++i) {
    if ((none.*quantity)[i].empty() || (norm.*quantity)[i].empty()) return std::nullopt;
    thirds[i] = compare((none.*quantity)[i], (norm.*quantity)[i]);
  }
  return thirds;
}

// Lower in the first third, and not in the last: by what is known of both.
Answer early_only(const Thirds& thirds) {
  const Answer first = answer_to(thirds[0], Verdict::lower), last = answer_to(thirds[2], Verdict::lower);
  if (first == Answer::no) return Answer::no;
  if (first != Answer::yes || last == Answer::unsettled) return Answer::unsettled;
  return last == Answer::yes ? Answer::partly : Answer::yes;
}

Answer throughout(const Thirds& thirds) {
  std::vector<Answer> answers;
  for (const Comparison& third : thirds) answers.push_back(answer_to(third, Verdict::lower));
  return joint_answer(answers);
}

std::string claim_of(const BandThirds& norm, const Thirds& position, const std::string& here) {
  const std::string source = " (Gunawan, Yin and Zhang, 2022, arXiv 2207.01972; VGG-11 on CIFAR-10, Adam).",
                    family = family_of(norm.norm);
  if (family == "gn")
    return claim_text(
        {"group norm's loss band is ahead of no normalization's in an early period only" + source,
         norm.diverged > 0 ? Answer::unsettled : early_only(position), here});
  if (family == "bn")
    return claim_text({"batch norm's loss band is ahead of no normalization's throughout" + source,
                       norm.diverged > 0 ? Answer::unsettled : throughout(position), here});
  return "By loss bands, " + here + ".";
}

std::string failures_of(const BandThirds& norm) {
  std::string out;
  if (norm.diverged > 0)
    out += "; " + count_text(norm.diverged, "training") + " of " + name_of_norm(norm.norm) +
           " diverged: their seeds are left out";
  if (norm.incomplete > 0)
    out += "; " + count_text(norm.incomplete, "seed") + " of " + name_of_norm(norm.norm) +
           " without all rates left out";
  return out;
}

// Of the longest band.
double last_step(const std::vector<NormBands>& bands) {
  std::size_t last = 0;
  for (const NormBands& norm : bands) {
    for (const SeedBand& seed : norm.seeds) last = std::max(last, 1 + norm.every * seed.loss.low.size());
  }
  return static_cast<double>(last);
}

std::optional<Chart> thirds_chart(const std::vector<BandThirds>& all, const std::string& trained) {
  Numbers third;
  Band band;
  Texts series, panel;
  SeedsText seeds;
  for (const auto& [quantity, title] :
       {std::pair<Quantity, const char*>(&BandThirds::position, "position: mean loss (nats)"),
        std::pair<Quantity, const char*>(&BandThirds::width, "width (nats)")}) {
    for (const BandThirds& norm : all) {
      for (std::size_t i = 0; i < 3; ++i) {
        const std::vector<double>& values = (norm.*quantity)[i];
        if (values.empty()) continue;
        third.push_back(static_cast<double>(i + 1));
        band.push_back(values);
        series.push_back(name_of_norm(norm.norm));
        panel.push_back(title);
        seeds.add(values.size());
      }
    }
  }
  if (third.empty()) return std::nullopt;
  Chart chart;
  chart.title = "Position and width of the loss bands by thirds of the training";
  chart.subtitle = trained + ", " + seeds.text();
  chart.caption =
      "Position: mean over the learning rates and the steps of a third. Width: mean over its steps of the "
      "largest less the smallest loss over the rates.";
  chart.columns = {{"third", third},    {"value", band.mean}, {"low", band.low},
                   {"high", band.high}, {"norm", series},     {"panel", panel}};
  chart.mark = LineWithBand{"third", "value", "low", "high", "norm"};
  chart.facet = "panel";
  chart.free_y = true;
  chart.x.title = "third of the training";
  chart.x.ticks = {{1, "first"}, {2, "second"}, {3, "last"}};
  chart.y.title = "nats";
  return chart;
}

}  // namespace

std::vector<BandThirds> band_thirds(const std::vector<NormBands>& bands) {
  std::vector<BandThirds> all;
  for (const NormBands& norm : bands) {
    BandThirds thirds;
    thirds.norm = norm.norm;
    thirds.diverged = norm.diverged;
    thirds.incomplete = norm.incomplete;
    for (const SeedBand& seed : norm.seeds) {
      for (std::size_t i = 0; i < 3 && seed.loss.diverged == 0; ++i) {
        if (const auto third = third_of(seed, i)) {
          thirds.position[i].push_back(third->position);
          thirds.width[i].push_back(third->width);
        }
      }
    }
    all.push_back(thirds);
  }
  return all;
}

std::vector<NamedChart> period_band_charts(const std::vector<NormBands>& bands, const std::string& trained) {
  std::vector<NamedChart> charts;
  for (NamedChart& item : rate_bands_charts(bands, {}, trained)) {
    if (item.name != "loss_band") continue;
    for (double third : {1.0 / 3, 2.0 / 3})
      item.chart.references.push_back({ReferenceLine::Across::x, third * last_step(bands), ""});
    item.chart.caption += " Vertical lines: thirds.";
    charts.push_back(item);
  }
  if (const auto chart = thirds_chart(band_thirds(bands), trained))
    charts.push_back({"band_by_thirds", *chart, {960, 460}});
  return charts;
}

Table period_band_table(const std::vector<NormBands>& bands) {
  Table table;
  table.title = "Loss bands over the learning rates, in nats: position (mean loss) and width, by thirds";
  table.columns = {"norm"};
  for (const char* quantity : {"position", "width"}) {
    for (const std::string& third : third_names) table.columns.push_back(quantity + (", " + third));
  }
  table.columns.push_back("diverged");
  for (const BandThirds& norm : band_thirds(bands)) {
    table.rows.push_back({name_of_norm(norm.norm)});
    for (Quantity quantity : {&BandThirds::position, &BandThirds::width}) {
      for (const std::vector<double>& values : norm.*quantity)
        table.rows.back().push_back(mean_and_sd_text(values, 3));
    }
    table.rows.back().push_back(text(norm.diverged));
  }
  return table;
}

namespace {

// How much of a band is the lag of the smallest rate.
std::string lag_text(const std::vector<NormBands>& bands) {
  std::vector<std::string> parts;
  for (const NormBands& norm : bands) {
    std::vector<double> shares;
    for (const SeedBand& seed : norm.seeds) shares.push_back(100 * seed.slowest_on_top);
    if (!shares.empty()) parts.push_back(fixed(mean(shares), 0) + " % with " + name_of_norm(norm.norm));
  }
  return "The smallest rate has the highest loss of the band at " + list_text(parts) +
         " of the steps: so far the bands show how it lags behind, not how training is shaken.";
}

}  // namespace

std::vector<std::string> period_band_findings(const std::vector<NormBands>& bands, const std::string& rates) {
  std::vector<std::string> out;
  const std::vector<BandThirds> all = band_thirds(bands);
  const BandThirds* none = find(all, "none");
  if (none == nullptr) return out;
  for (const BandThirds& norm : all) {
    const auto position = against(*none, norm, &BandThirds::position),
               width = against(*none, norm, &BandThirds::width);
    if (too_few_seeds(seeds_of(bands)) || norm.norm == "none" || !position || !width) continue;
    const std::string here = "the mean loss of " + name_of_norm(norm.norm) + "'s band over " + rates +
                             " against that of none " + thirds_text(*position) + "; its width " +
                             thirds_text(*width) + failures_of(norm) + failures_of(*none);
    out.push_back(claim_of(norm, *position, here));
  }
  if (!out.empty()) out.push_back(lag_text(bands));
  return out;
}

}  // namespace gg::lab
