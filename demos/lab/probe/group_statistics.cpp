#include "demos/lab/probe/group_statistics.hpp"

#include <cmath>
#include <numeric>

#include "demos/lab/measure/vectors.hpp"
#include "demos/lab/train/places.hpp"
#include "layers/group_norm.hpp"
#include "layers/instance_norm.hpp"

namespace gg::lab {
namespace {

// N x G values each, those of a sample together.
struct GroupMoments {
  std::size_t groups;
  std::vector<double> mean, sd;
};

GroupMoments told_by(const Norm& norm) {
  const auto& [mean, var] = norm.statistics();
  GroupMoments out{mean.size(1), {mean.data(), mean.data() + mean.numel()}, {}};
  for (std::size_t i = 0; i < var.numel(); ++i)
    out.sd.push_back(std::sqrt(static_cast<double>(var.data()[i])));
  return out;
}

GroupMoments computed(const Tensor& x, std::size_t groups) {
  GG_CHECK(x.dim() >= 2 && x.numel() > 0,
           "group_statistics: expected a normalizer's input to be (N, C, *spatial), got ", x.shape());
  const std::size_t G = std::gcd(x.size(1), groups), blocks = x.size(0) * G, length = x.numel() / blocks;
  GroupMoments out{G, {}, {}};
  for (std::size_t block = 0; block < blocks; ++block) {
    const MeanAndSd m = mean_and_sd(x.data() + block * length, length);
    out.mean.push_back(m.mean);
    out.sd.push_back(m.sd);
  }
  return out;
}

std::vector<double> averaged(const std::vector<double>& values, std::size_t groups) {
  std::vector<double> average(groups);
  const double scale = static_cast<double>(groups) / static_cast<double>(values.size());
  for (std::size_t sample = 0; sample < values.size(); sample += groups) {
    for (std::size_t g = 0; g < groups; ++g) average[g] += scale * values[sample + g];
  }
  return average;
}

// The norm, if its statistics are those of its groups.
const Norm* grouped(const Module& module) {
  const bool known = dynamic_cast<const GroupNorm*>(&module) || dynamic_cast<const InstanceNorm*>(&module);
  return known ? dynamic_cast<const Norm*>(&module) : nullptr;
}

}  // namespace

GroupStatistics::GroupStatistics(std::size_t every, std::size_t groups) : Probe(every), groups_(groups) {
  GG_CHECK(groups >= 1, "group_statistics: expected at least 1 group, got 0");
}

void GroupStatistics::prepare(const TrainingStep& step) {
  for (const auto& [name, module] : norm_places(step.net)) {
    const Norm* norm = grouped(*module);
    look_into(*module, [this, &step, layer = name, norm](const Tensor& x, const Tensor&) {
      GroupMoments m = norm ? told_by(*norm) : computed(x, groups_);
      record(step, layer, "average mean", averaged(m.mean, m.groups));
      record(step, layer, "average sd", averaged(m.sd, m.groups));
      record(step, layer, "mean", std::move(m.mean));
      record(step, layer, "sd", std::move(m.sd));
    });
  }
}

}  // namespace gg::lab
