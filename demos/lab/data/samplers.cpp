#include "demos/lab/data/samplers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/check.hpp"

namespace gg::lab {
namespace {

Indices in_order(std::size_t count) {
  Indices out(count);
  std::iota(out.begin(), out.end(), std::size_t{0});
  return out;
}

Indices in_random_order(std::size_t count, Random& random) {
  Indices out = in_order(count);
  random.shuffle(out);
  return out;
}

Indices by_class(const Indices& labels, Random& random) {
  Indices out = in_random_order(labels.size(), random);
  std::stable_sort(out.begin(), out.end(),
                   [&](std::size_t a, std::size_t b) { return labels[a] < labels[b]; });
  return out;
}

// Appends the images [first, last) in pieces of `batch`.
void cut(const Indices& order, std::size_t first, std::size_t last, std::size_t batch, Batches& out) {
  for (; first < last; first += std::min(batch, last - first)) {
    const auto start = order.begin() + static_cast<long>(first);
    out.emplace_back(start, start + static_cast<long>(std::min(batch, last - first)));
  }
}

Batches cut(const Indices& order, std::size_t batch) {
  Batches out;
  cut(order, 0, order.size(), batch, out);
  return out;
}

}  // namespace

Batches shuffled(const Indices& labels, std::size_t batch, Random& random) {
  return cut(in_random_order(labels.size(), random), batch);
}

Batches sequential(const Indices& labels, std::size_t batch, Random&) {
  return cut(in_order(labels.size()), batch);
}

Batches class_ordered(const Indices& labels, std::size_t batch, Random& random) {
  return cut(by_class(labels, random), batch);
}

Batches class_per_batch(const Indices& labels, std::size_t batch, Random& random) {
  const Indices order = by_class(labels, random);
  Batches out;
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && labels[order[last]] == labels[order[first]]) ++last;
    cut(order, first, last, batch, out);
  }
  random.shuffle(out);
  return out;
}

Sampler in_parts(Sampler sampler, std::size_t part) {
  GG_CHECK(sampler, "in_parts: expected a sampler, got an empty function");
  return [sampler = std::move(sampler), part](const Indices& labels, std::size_t batch, Random& random) {
    GG_CHECK(part > 0 && batch % part == 0, "in_parts: expected the part to divide the batch ", batch,
             ", got ", part);
    Batches joined, others;
    for (Indices& images : sampler(labels, part, random)) {
      if (images.size() != part) {
        others.push_back(std::move(images));
      } else if (joined.empty() || joined.back().size() == batch) {
        joined.push_back(std::move(images));
      } else {
        joined.back().insert(joined.back().end(), images.begin(), images.end());
      }
    }
    joined.insert(joined.end(), others.begin(), others.end());
    return joined;
  };
}

const std::vector<SamplerEntry>& sampler_table() {
  static const std::vector<SamplerEntry> table = {
      {"shuffled", "in random order", shuffled},
      {"sequential", "in the order of the set", sequential},
      {"class-ordered", "class after class, in random order within each", class_ordered},
      {"class-per-batch", "each normalization batch of one class, the batches in random order",
       class_per_batch},
  };
  return table;
}

Sampler sampler_named(const std::string& name) {
  std::string known;
  for (const auto& entry : sampler_table()) {
    if (entry.name == name) return entry.sampler;
    known += (known.empty() ? "" : ", ") + entry.name;
  }
  fail_with("unknown order of images \"", name, "\"; there are: ", known);
}

}  // namespace gg::lab
