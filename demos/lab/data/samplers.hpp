// The order of an epoch: which images form a batch, and which batch comes when.
//
// Batch norm takes the moments of its batch for those of all data. That holds for a batch drawn at random,
// and fails when the images of a batch resemble each other: in batches of one class it subtracts what the
// class has in common, lets the net guess from the company an image is in, and its running averages, gathered
// over batches of all classes, are the moments of none of them (Wu and Johnson, "Rethinking 'Batch' in
// BatchNorm", arXiv 2105.07576). Normalizers that look at one image at a time compute the same for any
// company; that the gradients of a step all pull towards one class, every net has to bear.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/ops/index.hpp"
#include "core/random.hpp"

namespace gg::lab {

// The batches of one epoch, each the numbers of its images. Those here give every image exactly once.
using Batches = std::vector<Indices>;

// `labels` has one entry an image, `batch` is at least 1, and `random` is new for each epoch.
using Sampler = std::function<Batches(const Indices& labels, std::size_t batch, gg::Random& random)>;

// All images in random order, cut into batches; the last may be short. The usual way to train.
Batches shuffled(const Indices& labels, std::size_t batch, gg::Random& random);

// The order of the set, cut into batches; the last may be short. For evaluation.
Batches sequential(const Indices& labels, std::size_t batch, gg::Random& random);

// All images of the smallest label, then of the next, and so on, in random order within each class, cut into
// batches; a batch may lie across two classes, and the last may be short. Like a file sorted by class that
// nobody shuffled: the moments drift through the epoch, and the running averages remember its end.
Batches class_ordered(const Indices& labels, std::size_t batch, gg::Random& random);

// Each batch holds one class: the images of a class in random order, cut into batches, of which the last may
// be short; then the batches of all classes in random order. No batch tells anything of the other classes.
Batches class_per_batch(const Indices& labels, std::size_t batch, gg::Random& random);

// Steps made of several normalization batches: the batches that `sampler` gives for size `part`, in its
// order, joined to batches of batch / part of them. So a step may see all classes though each part holds only
// one, and what fails then is the normalizer, not the gradient. Parts of another size come last, each by
// itself. Throws if there is no sampler; the sampler that is returned throws if `part` does not divide its
// batch.
Sampler in_parts(Sampler sampler, std::size_t part);

// One row of the table of samplers.
struct SamplerEntry {
  std::string name, description;
  Batches (*sampler)(const Indices& labels, std::size_t batch, gg::Random& random);
};

// shuffled, sequential, class-ordered, class-per-batch.
const std::vector<SamplerEntry>& sampler_table();

// Throws if the name is unknown, and lists the known ones.
Sampler sampler_named(const std::string& name);

}  // namespace gg::lab
