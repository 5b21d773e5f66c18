// Optimizers and schedules by name; their attributes are the fields of their options.
#include "optim/optim.hpp"

#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

using Groups = std::vector<ParameterGroup>;
using OptimizerPtr = std::unique_ptr<Optimizer>;

AdamOptions adam_options(Attributes& a) {
  AdamOptions o;
  a.read("lr", o.lr);
  a.read("beta1", o.beta1);
  a.read("beta2", o.beta2);
  a.read("eps", o.eps);
  a.read("weight_decay", o.weight_decay);
  return o;
}

OptimizerPtr sgd(const Groups& groups, Attributes& a) {
  SGDOptions o;
  a.read("lr", o.lr);
  a.read("momentum", o.momentum);
  a.read("weight_decay", o.weight_decay);
  a.read("nesterov", o.nesterov);
  return std::make_unique<SGD>(groups, o);
}

OptimizerPtr rmsprop(const Groups& groups, Attributes& a) {
  RMSpropOptions o;
  a.read("lr", o.lr);
  a.read("alpha", o.alpha);
  a.read("eps", o.eps);
  a.read("momentum", o.momentum);
  a.read("weight_decay", o.weight_decay);
  return std::make_unique<RMSprop>(groups, o);
}

std::vector<SchedulePtr> parts(Optimizer& optimizer, Attributes& a) {
  std::vector<SchedulePtr> out;
  for (Attributes& part : a.objects("schedules")) out.push_back(build_schedule(optimizer, part));
  return out;
}

SchedulePtr one_cycle(Optimizer& optimizer, Attributes& a) {
  OneCycleOptions o;
  a.read("pct_start", o.pct_start);
  a.read("div_factor", o.div_factor);
  a.read("final_div_factor", o.final_div_factor);
  return std::make_shared<OneCycleLR>(optimizer, a.need<double>("max_lr"), a.need<std::size_t>("total_steps"),
                                      o);
}

}  // namespace

const std::vector<OptimizerRow>& optimizers() {
  static const std::vector<OptimizerRow> table = {
      {"SGD", sgd},
      {"Adam",
       [](const Groups& groups, Attributes& a) { return std::make_unique<Adam>(groups, adam_options(a)); }},
      {"AdamW",
       [](const Groups& groups, Attributes& a) { return std::make_unique<AdamW>(groups, adam_options(a)); }},
      {"RMSprop", rmsprop},
  };
  return table;
}

const std::vector<ScheduleRow>& schedules() {
  static const std::vector<ScheduleRow> table = {
      {"StepLR",
       [](Optimizer& optimizer, Attributes& a) {
         return std::make_shared<StepLR>(optimizer, a.need<std::size_t>("step_size"), a.get("gamma", 0.1));
       }},
      {"MultiStepLR",
       [](Optimizer& optimizer, Attributes& a) {
         return std::make_shared<MultiStepLR>(optimizer, a.need<Shape>("milestones"), a.get("gamma", 0.1));
       }},
      {"CosineAnnealingLR",
       [](Optimizer& optimizer, Attributes& a) {
         return std::make_shared<CosineAnnealingLR>(optimizer, a.need<std::size_t>("total_steps"),
                                                    a.get("eta_min", 0.0));
       }},
      {"LinearLR",
       [](Optimizer& optimizer, Attributes& a) {
         return std::make_shared<LinearLR>(optimizer, a.need<std::size_t>("total_steps"),
                                           a.get("start_factor", 1.0 / 3));
       }},
      {"OneCycleLR", one_cycle},
      {"SequentialLR",
       [](Optimizer& optimizer, Attributes& a) {
         return std::make_shared<SequentialLR>(optimizer, parts(optimizer, a), a.need<Shape>("milestones"));
       }},
      {"ChainedScheduler",
       [](Optimizer& optimizer, Attributes& a) {
         return std::make_shared<ChainedScheduler>(optimizer, parts(optimizer, a));
       }},
  };
  return table;
}

SchedulePtr build_schedule(Optimizer& optimizer, Attributes& attributes) {
  const auto name = attributes.need<std::string>("name");
  const ScheduleRow* row = find(schedules(), name);
  GG_CHECK(row != nullptr, "unknown schedule '", name, "'; --list names all there are");
  const SchedulePtr schedule = row->build(optimizer, attributes);
  attributes.finish();
  return schedule;
}

}  // namespace gg::run_op
