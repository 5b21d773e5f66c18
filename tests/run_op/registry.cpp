#include "tests/run_op/registry.hpp"

namespace gg::run_op {

const std::vector<Op>& ops() {
  static const std::vector<Op> table = [] {
    std::vector<Op> all;
    for (const auto& family :
         {elementwise_ops, shape_ops, reduce_ops, image_ops, normalization_ops, loss_ops}) {
      for (Op& op : family()) all.push_back(std::move(op));
    }
    return all;
  }();
  return table;
}

}  // namespace gg::run_op
