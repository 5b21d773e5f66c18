#include "optim/optimizer.hpp"

#include <cmath>
#include <set>

namespace gg {
inline namespace GG_SCALAR {

Optimizer::Optimizer(const char* name, std::vector<std::string> state_names,
                     const std::vector<ParameterGroup>& groups, double lr, double weight_decay)
    : name_(name), state_names_(std::move(state_names)) {
  std::set<const TensorImpl*> seen;
  for (const ParameterGroup& given : groups) {
    const double rate = given.lr.value_or(lr);
    Group group{{}, rate, given.weight_decay.value_or(weight_decay), rate};
    check_not_negative("lr", group.lr);
    check_not_negative("weight_decay", group.weight_decay);
    for (const Tensor& parameter : given.parameters) {
      GG_CHECK(parameter.requires_grad() && parameter.is_leaf(), name, ": a parameter of shape ",
               parameter.shape(), " is no leaf that requires a gradient");
      GG_CHECK(seen.insert(parameter.impl()).second, name, ": a parameter of shape ", parameter.shape(),
               " is there twice");
      group.slots.push_back({parameter, {}, 0});
    }
    groups_.push_back(std::move(group));
  }
  GG_CHECK(!seen.empty(), name, ": there are no parameters to optimize");
}

void Optimizer::check_not_negative(const std::string& field, double value) const {
  GG_CHECK(std::isfinite(value) && value >= 0, name_, ": expected a finite ", field, " of at least 0, got ",
           value);
}

namespace {

Tensors fresh_state(const Shape& shape, std::size_t count) {
  Tensors state;
  for (std::size_t i = 0; i < count; ++i) state.push_back(zeros(shape));
  return state;
}

}  // namespace

void Optimizer::step() {
  for (Group& group : groups_) {
    for (Slot& slot : group.slots) {
      const Tensor gradient = slot.parameter.grad();
      if (!gradient.defined()) continue;
      if (slot.steps == 0) slot.state = fresh_state(slot.parameter.shape(), state_names_.size());
      ++slot.steps;
      update(slot, gradient.data(), group);
    }
  }
}

void Optimizer::zero_grad() {
  for (Group& group : groups_) {
    for (Slot& slot : group.slots) slot.parameter.zero_grad();
  }
}

double Optimizer::lr(std::size_t group) const {
  GG_CHECK(group < groups_.size(), "lr: there is no parameter group ", group, ", only ", groups_.size());
  return groups_[group].lr;
}

void Optimizer::set_lr(std::size_t group, double lr) {
  GG_CHECK(group < groups_.size(), "set_lr: there is no parameter group ", group, ", only ", groups_.size());
  check_not_negative("lr", lr);
  groups_[group].lr = groups_[group].base_lr = lr;
}

// --- State

namespace {

constexpr char kName[] = "optimizer";

std::string group_entry(std::size_t group, const char* what) { return "group." + text(group) + "." + what; }

std::string slot_entry(std::size_t slot, const std::string& what) { return text(slot) + "." + what; }

}  // namespace

State Optimizer::state_dict() const {
  State state{{}, {{kName, name_}}};
  std::size_t number = 0;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    state.texts[group_entry(g, "lr")] = text(groups_[g].lr);
    state.texts[group_entry(g, "base_lr")] = text(groups_[g].base_lr);
    state.texts[group_entry(g, "weight_decay")] = text(groups_[g].weight_decay);
    for (const Slot& slot : groups_[g].slots) {
      if (slot.steps > 0) state.texts[slot_entry(number, "step")] = text(slot.steps);
      for (std::size_t i = 0; i < slot.state.size(); ++i)
        state.tensors.emplace_back(slot_entry(number, state_names_[i]), slot.state[i].clone());
      ++number;
    }
  }
  return state;
}

void Optimizer::load_state_dict(const State& state) {
  StateReader reader(name_, state);
  const std::string name = reader.text(kName);  // "" if missing, which finish() says
  GG_CHECK(name.empty() || name == name_, name_, ": the state is that of ", name);
  std::vector<Group> loaded = groups_;
  std::vector<std::pair<std::string, double>> numbers;
  const auto number_of = [&](std::size_t group, const char* what) {
    numbers.emplace_back(group_entry(group, what), reader.number(group_entry(group, what)));
    return numbers.back().second;
  };
  std::size_t number = 0;
  for (std::size_t g = 0; g < loaded.size(); ++g) {
    loaded[g].lr = number_of(g, "lr");
    loaded[g].base_lr = number_of(g, "base_lr");
    loaded[g].weight_decay = number_of(g, "weight_decay");
    for (Slot& slot : loaded[g].slots) {
      slot.steps = reader.has(slot_entry(number, "step")) ? reader.count(slot_entry(number, "step")) : 0;
      slot.state.clear();
      for (const std::string& kept : state_names_) {
        if (slot.steps > 0)
          slot.state.push_back(reader.tensor(slot_entry(number, kept), slot.parameter.shape()));
      }
      ++number;
    }
  }
  reader.finish();
  for (const auto& [entry, value] : numbers) check_not_negative(entry, value);
  groups_ = std::move(loaded);
}

}  // namespace GG_SCALAR
}  // namespace gg
