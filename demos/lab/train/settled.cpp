#include "demos/lab/train/settled.hpp"

#include <algorithm>

#include "layers/precise_bn.hpp"
#include "layers/running_stats.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kBatches = 100;

void settle(Module& net, const Images& images) {
  LoaderOptions order;
  order.batch = std::min(TrainOptions().batch, images.count);
  order.drop_last = true;
  Loader loader(images, order);
  precise_bn(net, kBatches, [&](std::size_t) {
    const Batch batch = loader.next_endless();
    return Tensor(batch.shape, batch.pixels);
  });
}

}  // namespace

Evaluation evaluate_settled(const Module& net, const Images& train, const Images& test) {
  const ModulePtr copy = net.clone();
  if (!layers_with_running_stats(*copy).empty()) settle(*copy, train);
  return evaluate(*copy, test);
}

}  // namespace gg::lab
