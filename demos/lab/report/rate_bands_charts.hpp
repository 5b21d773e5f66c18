// Charts, table and findings of trainings at several learning rates.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/rate_bands.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

// Those of these that there is something for: the band over the rates of the loss and of the gradient change,
// a panel a normalizer (means over seeds); the widths of both, a line a normalizer with a band of seeds; the
// areas as bars; and, from the rows of the part "grid", the loss at the end against the rate. `trained` is
// what was trained on what.
std::vector<NamedChart> rate_bands_charts(const std::vector<NormBands>& bands, const std::vector<Json>& rows,
                                          const std::string& trained);

// A row a normalizer: both areas, how often the smallest rate has the highest loss, trainings that diverged,
// and the largest stable rate where a grid was run.
Table rate_bands_table(const std::vector<NormBands>& bands, const std::vector<StableRate>& rates);

// How the trainings of the bands were run.
struct BandSetup {
  std::string optimizer;      // "adam", "sgd"
  std::vector<double> rates;  // rising
};

// In this order, each only if there are data for it: whether group norm's bands are wider than batch norm's,
// as was published, one sentence for each pair, which says where the setup is not the published one; the
// narrowest and the widest band; what the bands are made of; the largest stable rates; trainings that
// diverged, and seeds left out.
std::vector<std::string> rate_bands_findings(const std::vector<NormBands>& bands,
                                             const std::vector<StableRate>& rates, const BandSetup& setup);

}  // namespace gg::lab
