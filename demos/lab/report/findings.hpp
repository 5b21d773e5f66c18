// What a sweep over batch sizes found, in plain words.
//
// Every sentence is computed from the results and stands under its condition: "clearly" is said only
// of differences with |d| >= 1 (difference over the pooled standard deviation of the seeds) that as
// few seeds as there are would not give by chance in one of twenty cases; with fewer than three
// seeds nothing is concluded.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/stability.hpp"

namespace gg::lab {

// In this order, each only if there are data for it: what a change from batch to batch means where batches
// hold one class; how batch norm's error changes as its batch shrinks, and from which batch on; the same for
// each other normalizer, or that it is constant by construction; batch norm against each group norm at every
// batch; the lowest error at every batch; what the Group Norm paper reports, and whether it shows here; runs
// that diverged or crashed. If no run ended well, that comes first.
std::vector<std::string> stability_findings(const StabilityGrid& grid);

// How these sentences are to be read: the thresholds, for the notes of a report.
std::string how_findings_are_made();

}  // namespace gg::lab
