#include "tests/run_op/run.hpp"

#include <algorithm>

#include "core/npy.hpp"
#include "layers/layers.hpp"

namespace gg::run_op {
namespace {

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// The inputs of an op as its row describes them; those left out are undefined.
struct NamedInputs {
  std::vector<std::string> names;
  Tensors tensors;
};

NamedInputs load_inputs(const std::string& op, const std::vector<std::string>& described,
                        const std::vector<std::string>& paths) {
  NamedInputs in;
  const bool any_number = !described.empty() && ends_with(described.back(), "...");
  const std::size_t count = any_number ? std::max(paths.size(), described.size() - 1) : described.size();
  GG_CHECK(paths.size() <= count, op, ": expected at most ", count, " inputs, got ", paths.size());
  for (std::size_t i = 0; i < count; ++i) {
    std::string name = described[std::min(i, described.size() - 1)];
    if (ends_with(name, "...")) name = name.substr(0, name.size() - 3) + text(i);
    const bool optional = ends_with(name, "?"), given = i < paths.size() && paths[i] != "-";
    if (optional) name.pop_back();
    GG_CHECK(given || optional, op, ": missing input '", name, "'");
    in.names.push_back(name);
    in.tensors.push_back(given ? load_npy(paths[i]).requires_grad_() : Tensor());
  }
  return in;
}

// The gradients of those leaves that the output depends on.
NamedTensors gradients(const Tensor& y, const std::string& cotangent, const NamedTensors& leaves) {
  NamedTensors out;
  if (!y.requires_grad()) return out;
  y.backward(cotangent.empty() ? ones(y.shape()) : load_npy(cotangent));
  for (const auto& [name, leaf] : leaves) {
    if (leaf.defined() && leaf.grad().defined()) out.emplace_back(name, leaf.grad());
  }
  return out;
}

Answer run_op(const Op& op, const Request& request, Attributes& attributes) {
  const NamedInputs in = load_inputs(op.name, op.inputs, request.inputs);
  const Result result = op.apply(in.tensors, attributes);
  attributes.finish();
  Answer answer{result.more, {}};
  answer.results.emplace_back("output", result.output);
  NamedTensors leaves;
  for (std::size_t i = 0; i < in.names.size(); ++i) leaves.emplace_back(in.names[i], in.tensors[i]);
  answer.gradients = gradients(result.output, request.cotangent, leaves);
  return answer;
}

Answer run_layer(const Layer& layer, const Request& request, Attributes& attributes) {
  const ModulePtr module = layer.build(attributes);
  attributes.finish();
  if (!request.state.empty()) module->load_state_dict(load_any(request.state).tensors);
  module->train(request.training);
  const NamedInputs in = load_inputs(layer.name, {"x"}, request.inputs);
  const Tensor y = (*module)(in.tensors[0]);
  NamedTensors leaves = module->named_parameters();
  leaves.emplace_back("x", in.tensors[0]);
  Answer answer{module->named_buffers(), gradients(y, request.cotangent, leaves)};
  answer.results.emplace_back("output", y);
  return answer;
}

}  // namespace

Answer run(const Request& request, Attributes& attributes) {
  const std::string& name = request.name;
  if (const Op* op = find(ops(), name)) return run_op(*op, request, attributes);
  if (const Layer* layer = find(layers(), name)) return run_layer(*layer, request, attributes);
  if (const OptimizerRow* row = find(optimizers(), name)) return train(*row, request, attributes);
  if (const ScheduleRow* row = find(schedules(), name)) return rates(*row, attributes);
  fail_with("unknown op, layer, optimizer or schedule '", name, "'; --list names all there are");
}

State load_any(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".npy") return {{{"", load_npy(path)}}, {}};
  if (ending == ".npz") return {load_npz(path), {}};
  if (ending == ".safetensors") return load_safetensors(path);
  fail_with(path.string(), ": expected a name that ends in .npy, .npz or .safetensors");
}

void save_any(const std::filesystem::path& path, const State& state) {
  const std::string ending = path.extension().string();
  if (ending == ".npy") {
    GG_CHECK(state.tensors.size() == 1, path.string(), ": a .npy file holds one array, got ",
             state.tensors.size());
    return save_npy(path, state.tensors[0].second);
  }
  if (ending == ".npz") return save_npz(path, state.tensors);
  if (ending == ".safetensors") return save_safetensors(path, state);
  fail_with(path.string(), ": expected a name that ends in .npy, .npz or .safetensors");
}

}  // namespace gg::run_op
