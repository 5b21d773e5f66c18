// What run_op knows by name. A new op, layer, optimizer or schedule is one row in the table of its family.
#pragma once

#include <functional>
#include <memory>

#include "core/groupgrad.hpp"
#include "tests/run_op/attributes.hpp"

namespace gg::run_op {

// What an op gives: its output, and what else there is to look at, by name.
struct Result {
  Result(Tensor y, NamedTensors more_ = {}) : output(std::move(y)), more(std::move(more_)) {}
  Tensor output;
  NamedTensors more;
};

struct Op {
  std::string name;
  std::vector<std::string> inputs;  // "bias?" may be left out; "parts..." are any number, and the last
  std::function<Result(const Tensors& inputs, Attributes& attributes)> apply;
};

struct Layer {
  std::string name;
  std::function<ModulePtr(Attributes& attributes)> build;
};

struct OptimizerRow {
  std::string name;
  std::function<std::unique_ptr<Optimizer>(const std::vector<ParameterGroup>& groups, Attributes& attributes)>
      build;
};

struct ScheduleRow {
  std::string name;
  std::function<SchedulePtr(Optimizer& optimizer, Attributes& attributes)> build;
};

std::vector<Op> elementwise_ops();
std::vector<Op> shape_ops();
std::vector<Op> reduce_ops();
std::vector<Op> image_ops();
std::vector<Op> normalization_ops();
std::vector<Op> loss_ops();

const std::vector<Op>& ops();  // all of them
const std::vector<Layer>& layers();
const std::vector<OptimizerRow>& optimizers();
const std::vector<ScheduleRow>& schedules();

// The row of that name, or null.
template <class Row>
const Row* find(const std::vector<Row>& table, const std::string& name) {
  for (const Row& row : table) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

// A layer from {"layer": NAME, ...its attributes}.
ModulePtr build_layer(Attributes& attributes);

// A schedule from {"name": NAME, ...its attributes}.
SchedulePtr build_schedule(Optimizer& optimizer, Attributes& attributes);

// What ops and layers read alike.
Conv2dOptions conv2d_options(Attributes& a);
Conv1dOptions conv1d_options(Attributes& a);
ConvTranspose2dOptions conv_transpose2d_options(Attributes& a);
Pool2dOptions pool2d_options(Attributes& a);
Gelu gelu_form(Attributes& a);
Interpolation interpolation_mode(Attributes& a);

}  // namespace gg::run_op
