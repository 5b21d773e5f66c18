#include "demos/lab/report/normalizer_scores.hpp"

#include <algorithm>
#include <functional>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"
#include "layers/make_norm.hpp"

namespace gg::lab {
namespace {

std::optional<Spread> spread_of(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  const Summary s = summarize(values);
  return Spread{s.mean, s.mean - s.sd, s.mean + s.sd};
}

std::string number(const std::optional<double>& value, int digits) {
  return value ? fixed(*value, digits) : "-";
}

std::optional<double> value_of(const std::optional<Spread>& spread) {
  return spread ? std::optional(spread->value) : std::nullopt;
}

std::string error_text(const NormalizerScore& score) {
  std::string out = score.errors.empty() ? "" : mean_and_sd_text(score.errors, 2);
  if (score.failed > 0) out += (out.empty() ? "" : ", ") + text(score.failed) + " failed";
  return out.empty() ? "-" : out;
}

// What is shown of a score.
struct Measure {
  const char* name;
  std::function<std::string(const NormalizerScore&)> text;
};

const std::vector<Measure>& measures() {
  static const std::vector<Measure> list = {
      {"seed range", [](const NormalizerScore& s) { return number(s.seed_range(), 2); }},
      {"spikes %",
       [](const NormalizerScore& s) {
         const auto rate = s.spike_rate();
         return number(rate ? std::optional(100 * *rate) : std::nullopt, 1);
       }},
      {"gradient var.", [](const NormalizerScore& s) { return number(value_of(s.gradient_variation()), 2); }},
      {"speed", [](const NormalizerScore& s) { return number(value_of(s.speed), 2); }},
      {"memory", [](const NormalizerScore& s) { return number(s.memory, 2); }},
  };
  return list;
}

void take_cost(const Json& row, NormalizerScore& score) {
  if (!has_finished(row)) return;
  score.speed = Spread{row.at("speed_ratio"), row.at("speed_low"), row.at("speed_high")};
  if (row.at("memory_ratio").is_number()) score.memory = row.at("memory_ratio");
}

}  // namespace

Group NormalizerScore::error_group() const { return {name_of_norm(norm), errors, failed}; }

Group NormalizerScore::gradient_group() const {
  return {name_of_norm(norm), gradient_variations, errors.size() + failed - gradient_variations.size()};
}

std::optional<Spread> NormalizerScore::error() const { return spread_of(errors); }

std::optional<double> NormalizerScore::seed_range() const {
  if (errors.size() < 2) return std::nullopt;
  std::vector<std::optional<double>> all(errors.begin(), errors.end());
  all.resize(errors.size() + failed);
  const SeedSpread spread = seed_spread(all);
  return spread.diverged == 0 ? std::optional(spread.range()) : std::nullopt;
}

std::optional<double> NormalizerScore::spike_rate() const { return value_of(spread_of(spike_rates)); }

std::optional<Spread> NormalizerScore::gradient_variation() const { return spread_of(gradient_variations); }

NormalizerScores::NormalizerScores(const std::vector<Json>& rows) : rows_(rows) {
  for (const Json& row : rows_) {
    add_once(norms_, row.at("norm").get<std::string>());
    add_once(batches_, row.at("batch").get<std::size_t>());
  }
  std::sort(batches_.rbegin(), batches_.rend());
}

std::vector<Json> NormalizerScores::rows_at(const std::string& measure, const std::string& norm,
                                            std::size_t batch) const {
  return rows_where(rows_where(rows_where(rows_, "norm", norm), "measure", measure), "batch", batch);
}

std::size_t NormalizerScores::seeds() const { return seeds_in(rows_where(rows_, "measure", "training")); }

NormalizerScore NormalizerScores::at(const std::string& norm, std::size_t batch) const {
  NormalizerScore score;
  score.norm = norm;
  auto trained = rows_at("training", norm, batch);
  if (trained.empty() && !norm_sees_batch(norm)) trained = rows_at("training", norm, batches_.front());
  score.errors = values_of(trained, "validation_error");
  score.spike_rates = values_of(trained, "spike_rate");
  score.gradient_variations = values_of(trained, "gradient_variation");
  score.failed = trained.size() - count_of(trained, "finished");
  for (const Json& row : rows_at("cost", norm, batch)) take_cost(row, score);
  return score;
}

std::vector<std::string> NormalizerScores::norms_with_errors(std::size_t batch) const {
  std::vector<std::pair<double, std::string>> by_error;
  for (const auto& norm : norms_) {
    if (const auto error = at(norm, batch).error()) by_error.emplace_back(error->value, norm);
  }
  std::stable_sort(by_error.begin(), by_error.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (const auto& entry : by_error) out.push_back(entry.second);
  return out;
}

Table normalizer_table(const NormalizerScores& scores) {
  Table table;
  std::string batches;
  for (std::size_t batch : scores.batches()) batches += (batches.empty() ? "" : " / ") + text(batch);
  table.title = "Validation error (%), and what else was measured at batch " + batches;
  table.columns = {"norm"};
  for (std::size_t batch : scores.batches()) table.columns.push_back("error, batch " + text(batch));
  for (const Measure& measure : measures()) table.columns.push_back(measure.name);
  for (const auto& norm : scores.norms()) {
    std::vector<std::string> row = {name_of_norm(norm)};
    for (std::size_t batch : scores.batches()) row.push_back(error_text(scores.at(norm, batch)));
    for (const Measure& measure : measures()) {
      std::string cell;
      for (std::size_t batch : scores.batches())
        cell += (cell.empty() ? "" : " / ") + measure.text(scores.at(norm, batch));
      row.push_back(cell);
    }
    table.rows.push_back(row);
  }
  return table;
}

}  // namespace gg::lab
