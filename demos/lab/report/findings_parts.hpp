// The sentences of stability_findings, one kind a function; each appends what the data bear out, or nothing.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/comparison.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/stability.hpp"

namespace gg::lab {

// A normalizer's error at the largest batch against that at the smallest.
struct Change {
  int largest = 0;
  int smallest = 0;
  Comparison comparison;
  std::vector<int> failed;  // batches at which it was run, but no run ended well
};

Change change_of(const StabilityGrid& grid, const std::string& norm);  // there must be errors at some batch

// The normalizers of a family ("bn", "gn") that have errors at some batch.
std::vector<std::string> norms_of_family(const StabilityGrid& grid, const std::string& family);

void add_protocol(const StabilityGrid& grid, Sentences& out);  // what a change from batch to batch means
void add_changes(const StabilityGrid& grid, Sentences& out);   // each normalizer as its batch shrinks
void add_duels(const StabilityGrid& grid, Sentences& out);  // batch norm against group norm, batch by batch
void add_best(const StabilityGrid& grid, Sentences& out);   // the lowest error at each batch
void add_paper(const StabilityGrid& grid, Sentences& out);  // what was published, and whether it shows
void add_failures(const StabilityGrid& grid, Sentences& out);  // runs that diverged or crashed

}  // namespace gg::lab
