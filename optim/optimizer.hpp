// What all optimizers share: groups of parameters, each with a learning rate and a weight decay of its own.
#pragma once

#include <optional>

#include "core/state.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Parameters to be treated alike. What is left out is taken from the optimizer's options.
struct ParameterGroup {
  ParameterGroup(Tensors parameters_, std::optional<double> weight_decay_ = {},
                 std::optional<double> lr_ = {})
      : parameters(std::move(parameters_)), weight_decay(weight_decay_), lr(lr_) {}

  Tensors parameters;                      // leaves that require a gradient
  std::optional<double> weight_decay, lr;  // none: the optimizer's
};

// Updates parameters from their gradients; what the update is, each optimizer says.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  // One update from the gradients at hand; parameters without a gradient are left as they are.
  void step();
  void zero_grad();  // drops the gradients of all parameters

  std::size_t num_groups() const { return groups_.size(); }  // numbered from 0
  double lr(std::size_t group = 0) const;                    // throws if there is no such group
  // A schedule starts from the rate that was set last. Throws for a rate that is negative or not finite.
  void set_lr(std::size_t group, double lr);

  // Momentum and the like of each parameter that was updated so far, rates and weight decays. Parameters are
  // numbered as they were given, entries named as in PyTorch: "0.exp_avg". Options other than lr and
  // weight_decay are not part of it.
  State state_dict() const;  // copies
  // Throws an Error that lists every missing, unexpected and misshapen entry, for the state of another
  // optimizer, and for rates and weight decays that are negative or not finite; nothing is changed then.
  void load_state_dict(const State& state);

 protected:
  // Throws if a parameter does not require a gradient or is there twice, or a number is negative or not
  // finite.
  // `state_names`: what is kept of each parameter, in tensors of its shape that start at 0.
  Optimizer(const char* name, std::vector<std::string> state_names, const std::vector<ParameterGroup>& groups,
            double lr, double weight_decay);

  // Throws, in the name of this optimizer, for a value of `field` that is negative or not finite.
  void check_not_negative(const std::string& field, double value) const;

  // A parameter, and what the optimizer remembers of it.
  struct Slot {
    Tensor parameter;       // shared with the model
    Tensors state;          // empty before the first update
    std::size_t steps = 0;  // updates of this parameter, the one under way counted
  };
  // Parameters with one learning rate and one weight decay.
  struct Group {
    std::vector<Slot> slots;  // one for each parameter
    double lr, weight_decay;  // at least 0, and finite
    double base_lr;           // that was set last; lr moves with the schedule
  };
  // Writes a parameter's new values, given its gradient's: called by step() for each.
  virtual void update(Slot& slot, const Scalar* gradient, const Group& group) = 0;

 private:
  friend class Schedule;
  std::string name_;
  std::vector<std::string> state_names_;
  std::vector<Group> groups_;
};

}  // namespace GG_SCALAR
}  // namespace gg
