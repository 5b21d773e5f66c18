// What all optimizers share: groups of parameters, each with a learning rate and a weight decay of its own.
#pragma once

#include <optional>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Parameters to be treated alike. What is left out is taken from the optimizer's options.
struct ParameterGroup {
  ParameterGroup(Tensors parameters_, std::optional<double> weight_decay_ = {},
                 std::optional<double> lr_ = {})
      : parameters(std::move(parameters_)), weight_decay(weight_decay_), lr(lr_) {}

  Tensors parameters;
  std::optional<double> weight_decay, lr;
};

class Optimizer {
 public:
  virtual ~Optimizer() = default;

  // One update from the gradients at hand; parameters without a gradient are left as they are.
  void step();
  void zero_grad();

  std::size_t num_groups() const { return groups_.size(); }
  double lr(std::size_t group = 0) const;
  void set_lr(std::size_t group, double lr);

 protected:
  // Throws if a parameter does not require a gradient or is there twice, or a number is negative.
  Optimizer(const char* name, const std::vector<ParameterGroup>& groups, double lr, double weight_decay);

  struct Slot {
    Tensor parameter;
    Tensors state;  // momentum and the like; empty before the first update
  };
  struct Group {
    std::vector<Slot> slots;
    double lr, weight_decay;
  };
  virtual void update(Slot& slot, const Scalar* gradient, const Group& group) = 0;

 private:
  std::vector<Group> groups_;
};

}  // namespace GG_SCALAR
}  // namespace gg
