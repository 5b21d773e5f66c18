// Training a small net, and the rates of a schedule.
#include <algorithm>

#include "core/npy.hpp"
#include "layers/layers.hpp"
#include "optim/optim.hpp"
#include "tests/run_op/run.hpp"

namespace gg::run_op {
namespace {

Tensor parameter(const NamedTensors& parameters, const std::string& name) {
  for (const auto& [known, tensor] : parameters) {
    if (known == name) return tensor;
  }
  fail_with("the net has no parameter '", name, "'");
}

std::vector<ParameterGroup> groups_of(const NamedTensors& parameters, Attributes& attributes) {
  std::vector<ParameterGroup> groups;
  for (Attributes& a : attributes.objects("groups")) {
    Tensors members;
    for (const std::string& name : a.need<std::vector<std::string>>("parameters"))
      members.push_back(parameter(parameters, name));
    ParameterGroup group(members);
    a.read("weight_decay", group.weight_decay);
    a.read("lr", group.lr);
    a.finish();
    groups.push_back(group);
  }
  if (!groups.empty()) return groups;
  Tensors all;
  for (const auto& [name, tensor] : parameters) all.push_back(tensor);
  return {ParameterGroup(all)};
}

SchedulePtr schedule_of(Optimizer& optimizer, Attributes& attributes) {
  if (!attributes.has("schedule")) return nullptr;
  Attributes a = attributes.object("schedule");
  return build_schedule(optimizer, a);
}

// The rows of one of several batches of the same size.
Tensor part(const Tensor& x, std::size_t batch, std::size_t batches) {
  const std::size_t rows = x.size(0) / batches;
  return slice(x, 0, static_cast<long>(batch * rows), static_cast<long>((batch + 1) * rows));
}

void append_rates(const Optimizer& optimizer, std::vector<Scalar>& rates) {
  for (std::size_t group = 0; group < optimizer.num_groups(); ++group)
    rates.push_back(static_cast<Scalar>(optimizer.lr(group)));
}

}  // namespace

Answer train(const OptimizerRow& row, const Request& request, Attributes& a) {
  GG_CHECK(request.inputs.size() == 2, row.name, ": expected the inputs x and target, got ",
           request.inputs.size(), " files");
  const Tensor x = load_npy(request.inputs[0]), target = load_npy(request.inputs[1]);
  const auto hidden = a.need<std::size_t>("hidden"), steps = a.get<std::size_t>("steps", 100),
             every = a.get<std::size_t>("every", 10), batches = a.get<std::size_t>("batches", 1);
  GG_CHECK(every >= 1 && batches >= 1, row.name, ": expected every and batches of at least 1, got ", every,
           " and ", batches);
  Sequential net({make<Linear>(x.size(1), hidden), make<Tanh>(), make<Linear>(hidden, target.size(1))});
  net.load_state_dict(load_any(request.state).tensors);
  const NamedTensors parameters = net.named_parameters();
  const auto optimizer = row.build(groups_of(parameters, a), a);
  const auto schedule = schedule_of(*optimizer, a);
  std::optional<double> clip_norm, clip_value;
  a.read("clip_norm", clip_norm);
  a.read("clip_value", clip_value);
  a.finish();

  std::vector<Scalar> rates;
  std::vector<Tensors> history(parameters.size());
  for (std::size_t step = 1; step <= steps; ++step) {
    append_rates(*optimizer, rates);
    optimizer->zero_grad();
    const std::size_t batch = (step - 1) % batches;
    mse_loss(net(part(x, batch, batches)), part(target, batch, batches)).backward();
    if (clip_norm) clip_grad_norm_(net.parameters(), *clip_norm);
    if (clip_value) clip_grad_value_(net.parameters(), *clip_value);
    optimizer->step();
    if (schedule) schedule->step();
    for (std::size_t i = 0; i < parameters.size() && step % every == 0; ++i)
      history[i].push_back(parameters[i].second.clone());
  }
  Answer answer;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    answer.results.emplace_back(parameters[i].first, stack(history[i]));
  answer.results.emplace_back("rates", Tensor({steps, optimizer->num_groups()}, rates));
  return answer;
}

Answer rates(const ScheduleRow& row, Attributes& a) {
  std::vector<ParameterGroup> groups;
  for (double lr : a.get("lr", std::vector<double>{0.1}))
    groups.emplace_back(Tensors{zeros({1}).requires_grad_()}, std::nullopt, lr);
  SGD optimizer(groups);
  const auto schedule = row.build(optimizer, a);
  const auto steps = a.get<std::size_t>("steps", 100);
  a.finish();
  std::vector<Scalar> rates;
  append_rates(optimizer, rates);
  for (std::size_t step = 0; step < steps; ++step) {
    schedule->step();
    append_rates(optimizer, rates);
  }
  return {{{"output", Tensor({steps + 1, groups.size()}, rates)}}, {}};
}

}  // namespace gg::run_op
