// What the tests share that train a small net for a few steps.
#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "demos/lab/options.hpp"
#include "demos/lab/train/models.hpp"
#include "demos/lab/train/trainer.hpp"
#include "layers/make_norm.hpp"

// Glyphs at 8x8, standardized.
inline const gg::lab::Dataset& small_data() {
  static const gg::lab::Dataset data = [] {
    gg::lab::CommonOptions o;
    complete(o, "test");
    return prepared_data(o);
  }();
  return data;
}

inline const gg::lab::Images& small_images() { return small_data().train; }

// A text of each kind of normalizer, with more than one number of groups, and with standardized weights.
inline const std::vector<std::string>& every_norm() {
  static const std::vector<std::string> norms = [] {
    std::vector<std::string> all = gg::usual_norms();
    for (const char* more : {"gn:1", "gn:16", "ghost:4", "ecn:2x8", "ws+gn:c8"}) all.emplace_back(more);
    return all;
  }();
  return norms;
}

inline gg::ModulePtr small_net(const std::string& norm, std::uint64_t seed = 0,
                               const std::string& model = "conv3") {
  gg::lab::ModelOptions o;
  o.norm = norm;
  o.model = model;
  gg::manual_seed(seed);
  return make_model(o);
}

// The first images, as a batch of a training.
inline gg::lab::Batch small_batch(std::size_t count = 32) {
  gg::lab::LoaderOptions o;
  o.batch = count;
  return gg::lab::Loader(small_images(), o).next_endless();
}
