// One normalizer in the place of another, while a net trains.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

struct Swap {
  std::string from, to;  // see layers/make_norm.hpp

  bool is_control() const { return from == to; }  // a fresh copy of the same
};

bool operator==(const Swap& a, const Swap& b);

// From "bn/none". Throws Error naming --swaps unless both are among norms.
Swap swap_named(const std::string& text, const std::vector<std::string>& norms);

// From each to each, fresh copies included; but none for none, which has no parameters, would be no swap.
std::vector<Swap> all_swaps(const std::vector<std::string>& norms);

// Throws Error naming the parameter when a net (called `norm`) lacks one of `plain`, the same net without
// normalization: its weights could not be kept.
void check_has_weights_of(Module& plain, Module& net, const std::string& norm);

// Goes on with another net, which takes over the weights (the parameters that `plain` has, too) and the
// optimizer's memory of them. Its normalizers stay fresh.
void swap_norms(Trainer& trainer, Module& next, Module& plain);

}  // namespace gg::lab
