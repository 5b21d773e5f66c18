#include "demos/lab/train/settled.hpp"

#include <algorithm>

#include "core/autograd.hpp"
#include "layers/running_stats.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kBatches = 100;

void settle(Module& net, const Images& images) {
  LoaderOptions order;
  order.batch = std::min<std::size_t>(TrainOptions().batch, images.count);
  order.drop_last = true;
  Loader loader(images, order);
  const NoGrad values_only;
  net.train();
  for (std::size_t i = 0; i < kBatches; ++i) loss_of(net, loader.next_endless());
}

}  // namespace

Evaluation evaluate_settled(const Module& net, const Images& train, const Images& test) {
  const ModulePtr copy = net.clone();
  if (!layers_with_running_stats(*copy).empty()) settle(*copy, train);
  return evaluate(*copy, test);
}

}  // namespace gg::lab
