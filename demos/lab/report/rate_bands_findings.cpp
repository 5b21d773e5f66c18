#include <algorithm>
#include <cmath>
#include <optional>

#include "core/check.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/claim.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/rate_bands_charts.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

double mean_share(const NormBands& bands) {
  std::vector<double> shares;
  for (const SeedBand& seed : bands.seeds) shares.push_back(seed.slowest_on_top);
  return mean(shares);
}

// Of the last of the curves' values (at most ten), over rates and seeds; nothing where none is finite.
std::optional<double> loss_at_end(const NormBands& bands) {
  std::vector<double> losses;
  for (const SeedBand& seed : bands.seeds) {
    const std::size_t n = seed.loss_mean.size(), first = n - std::min<std::size_t>(10, n);
    for (std::size_t t = first; t < n; ++t) {
      if (std::isfinite(seed.loss_mean[t])) losses.push_back(seed.loss_mean[t]);
    }
  }
  return losses.empty() ? std::nullopt : std::optional(mean(losses));
}

std::string end_text(const NormBands& bands) {
  const std::optional<double> loss = loss_at_end(bands);
  return loss ? number_text(*loss, 2) : "-";
}

std::string percent(double share) { return fixed(100 * share, 0) + " %"; }

std::string rate_text(const StableRate& found, const std::optional<double>& rate) {
  if (found.runs == 0) return "-";
  if (!rate) return "none of the grid";
  return (*rate == found.highest ? ">= " : "") + text(*rate);
}

bool is_of(const std::string& norm, const std::string& family) { return family_of(norm) == family; }

// Empty where optimizer and rates are those of the paper.
std::string deviation_text(const BandSetup& setup) {
  const std::vector<double> published = {1e-4, 2e-4, 3e-4, 4e-4, 5e-4};
  if (setup.optimizer == "adam" && setup.rates == published) return "";
  std::vector<std::string> rates;
  for (double rate : setup.rates) rates.push_back(text(rate));
  return "under another setup (" + setup.optimizer + " at rates of " + list_text(rates) + "), ";
}

void add_claim(const NormBands& bn, const NormBands& gn, const BandSetup& setup, Sentences& out) {
  if (loss_areas(bn).empty() || loss_areas(gn).empty() || change_areas(bn).empty() ||
      change_areas(gn).empty())
    return;
  const Comparison loss = compare(loss_group(bn), loss_group(gn)),
                   change = compare(change_group(bn), change_group(gn));
  out.push_back(claim_text(
      {"over five learning rates (Adam, 1e-4 to 5e-4, VGG-11 on CIFAR-10) the bands of loss and gradient "
       "change are wider with group norm than with batch norm (Gunawan, Yin and Zhang, 2022, arXiv "
       "2207.01972).",
       joint_answer({answer_to(loss, Verdict::higher), answer_to(change, Verdict::higher)}),
       deviation_text(setup) + "mean width of the loss's band: " +
           comparison_text(loss_group(bn), loss_group(gn), "nats", " nats", 3) +
           "; of the gradient change's: " + comparison_text(change_group(bn), change_group(gn), "", "", 3)}));
}

void add_claims(const std::vector<NormBands>& all, const BandSetup& setup, Sentences& out) {
  for (const NormBands& bn : all) {
    for (const NormBands& gn : all) {
      if (is_of(bn.norm, "bn") && is_of(gn.norm, "gn")) add_claim(bn, gn, setup, out);
    }
  }
}

void add_extremes(const std::vector<NormBands>& all, Sentences& out) {
  std::vector<const NormBands*> known;
  for (const NormBands& bands : all) {
    if (!loss_areas(bands).empty()) known.push_back(&bands);
  }
  if (known.size() < 2) return;
  const auto [least, most] = std::minmax_element(
      known.begin(), known.end(),
      [](const NormBands* a, const NormBands* b) { return mean(loss_areas(*a)) < mean(loss_areas(*b)); });
  out.push_back("The widest band of the loss against the narrowest: " +
                comparison_text(loss_group(**least), loss_group(**most), "nats", " nats", 3) +
                ". At the end the loss is " + end_text(**most) + " and " + end_text(**least) +
                " nats (mean of the last ten values of its curve, over rates and seeds): trainings that "
                "hardly begin have a narrow band, too.");
}

void add_causes(const std::vector<NormBands>& all, Sentences& out) {
  std::vector<std::string> parts;
  for (const NormBands& bands : all) {
    if (!bands.seeds.empty()) parts.push_back(name_of_norm(bands.norm) + " " + percent(mean_share(bands)));
  }
  if (parts.empty()) return;
  out.push_back(
      "What the bands are made of: the smallest rate has the highest loss at so many of the steps: " +
      list_text(parts) +
      ". Where that is most of them, the band shows how far the slowest training lags, not trainings that "
      "are about to diverge.");
}

// "BN 1 and GN:c8 >= 3; no rate of the grid for IN".
std::string rates_text(const std::vector<StableRate>& rates, std::optional<double> StableRate::*kind) {
  std::vector<std::string> found, without;
  for (const StableRate& rate : rates) {
    if (rate.runs == 0) continue;
    const std::string name = name_of_norm(rate.norm);
    if (rate.*kind) {
      found.push_back(name + " " + rate_text(rate, rate.*kind));
    } else {
      without.push_back(name);
    }
  }
  Sentences parts;
  if (!found.empty()) parts.push_back(list_text(found));
  if (!without.empty()) parts.push_back("no rate of the grid for " + list_text(without));
  return joined(parts);
}

void add_rates(const std::vector<StableRate>& rates, Sentences& out) {
  const std::string stable = rates_text(rates, &StableRate::stable);
  if (stable.empty()) return;
  out.push_back(
      "Largest stable learning rate (losses finite and lower at the end than at the start, every seed): " +
      stable + ". Largest at which the mean of every seed's last ten losses is below half its first: " +
      rates_text(rates, &StableRate::learning) + ".");
}

void add_failures(const std::vector<NormBands>& all, Sentences& out) {
  for (const NormBands& bands : all) {
    const std::string name = name_of_norm(bands.norm);
    if (bands.diverged > 0) {
      out.push_back(name + ": " + count_text(bands.diverged, "training") +
                    " diverged. The band goes on without them, so its width says too little.");
    }
    if (bands.incomplete > 0) {
      out.push_back(name + ": " + count_text(bands.incomplete, "seed") +
                    " left out, for want of a run at every rate.");
    }
  }
}

}  // namespace

Table rate_bands_table(const std::vector<NormBands>& bands, const std::vector<StableRate>& rates) {
  Table table;
  table.title =
      "Width of the bands over the learning rates, mean over steps ± standard deviation over seeds; loss at "
      "the "
      "end: mean of the last ten values of its curve, over rates and seeds";
  table.columns = {"norm",    "loss (nats)", "gradient change", "smallest rate on top", "loss at the end",
                   "diverged"};
  if (!rates.empty())
    table.columns.insert(table.columns.end(), {"largest stable rate", "largest rate to half the loss"});
  for (const NormBands& norm : bands) {
    table.rows.push_back({name_of_norm(norm.norm), mean_and_sd_text(loss_areas(norm), 3),
                          mean_and_sd_text(change_areas(norm), 3),
                          norm.seeds.empty() ? "-" : percent(mean_share(norm)), end_text(norm),
                          text(norm.diverged)});
    if (rates.empty()) continue;
    const auto found =
        std::find_if(rates.begin(), rates.end(), [&](const StableRate& r) { return r.norm == norm.norm; });
    const StableRate rate = found == rates.end() ? StableRate() : *found;
    table.rows.back().push_back(rate_text(rate, rate.stable));
    table.rows.back().push_back(rate_text(rate, rate.learning));
  }
  return table;
}

std::vector<std::string> rate_bands_findings(const std::vector<NormBands>& bands,
                                             const std::vector<StableRate>& rates, const BandSetup& setup) {
  Sentences out;
  if (!too_few_seeds(seeds_of(bands))) {
    add_claims(bands, setup, out);
    add_extremes(bands, out);
  }
  add_causes(bands, out);
  add_rates(rates, out);
  add_failures(bands, out);
  return out;
}

}  // namespace gg::lab
