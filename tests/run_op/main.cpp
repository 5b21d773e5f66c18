// run_op: applies any op, layer, optimizer or schedule by name to .npy files, so that another framework can
// be held against this one. tests/against_pytorch.py does.
#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/npy.hpp"
#include "tests/run_op/run.hpp"

namespace {

using namespace gg::run_op;
using nlohmann::json;
namespace fs = std::filesystem;

constexpr char kHelp[] =
    R"(Applies an op, layer, optimizer or schedule to .npy files and writes what comes out:

  run_op conv2d --inputs x.npy weight.npy --attributes '{"padding": 1}' --out DIR
  run_op BatchNorm2d --inputs x.npy --attributes '{"num_features": 3}' --state bn.npz --eval --out DIR
  run_op StepLR --attributes '{"step_size": 5, "lr": [0.1], "steps": 20}' --out DIR

DIR then holds output.npy, what else there is (mean.npy, running_var.npy, ...), and grad.NAME.npy for each input and
parameter: the gradient of <cotangent, output>. An optimizer trains a net Linear-Tanh-Linear, see tests/run_op/run.hpp.

With --stream, requests come by standard input, one JSON object a line, and one line answers each:

  {"name": "conv2d", "inputs": ["x.npy", "weight.npy"], "attributes": {"padding": 1}, "out": "DIR"}
  {"results": {"output": "DIR/output.npy"}, "gradients": {"x": "DIR/grad.x.npy", "weight": "DIR/grad.weight.npy"}}

or {"error": "..."}. {"load": FILE, "save": FILE} reads and rewrites a file as --load and --save do.)";

void list_names() {
  for (const Op& op : ops()) {
    std::cout << "op " << op.name;
    for (const std::string& input : op.inputs) std::cout << ' ' << input;
    std::cout << '\n';
  }
  for (const Layer& layer : layers()) std::cout << "layer " << layer.name << '\n';
  for (const OptimizerRow& row : optimizers()) std::cout << "optimizer " << row.name << '\n';
  for (const ScheduleRow& row : schedules()) std::cout << "schedule " << row.name << '\n';
}

json write(const gg::NamedTensors& tensors, const fs::path& folder, const std::string& prefix) {
  json paths = json::object();
  for (const auto& [name, tensor] : tensors) {
    const fs::path path = folder / (prefix + name + ".npy");
    gg::save_npy(path, tensor);
    paths[name] = path.string();
  }
  return paths;
}

json answer(const Request& request, const json& attributes_given, const fs::path& out) {
  Attributes attributes(request.name, attributes_given);
  const Answer done = run(request, attributes);
  return {{"results", write(done.results, out, "")}, {"gradients", write(done.gradients, out, "grad.")}};
}

json load(const std::string& path, const std::string& save) {
  const gg::State state = load_any(path);
  json shapes = json::object();
  for (const auto& [name, tensor] : state.tensors) shapes[name] = tensor.shape();
  if (!save.empty()) save_any(save, state);
  return {{"shapes", shapes}, {"texts", state.texts}};
}

json answer_line(const std::string& line) {
  json fields = json::parse(line);
  if (fields.contains("load")) return load(fields["load"], fields.value("save", ""));
  const Request request{fields.at("name"), fields.value("inputs", std::vector<std::string>{}),
                        fields.value("state", ""), fields.value("cotangent", ""),
                        fields.value("training", true)};
  return answer(request, fields.value("attributes", json::object()), fields.value("out", "."));
}

// "error" is what a bad request gets; anything else that goes wrong is a bug, and "failure".
template <class F>
json guarded(F&& f) {
  try {
    return f();
  } catch (const gg::Error& error) {
    return {{"error", error.what()}};
  } catch (const json::exception& error) {
    return {{"error", std::string("not a request: ") + error.what()}};
  } catch (const std::exception& error) {
    return {{"failure", error.what()}};
  }
}

std::string printed(const json& line) { return line.dump(-1, ' ', false, json::error_handler_t::replace); }

int print(const json& line) {
  std::cout << printed(line) << std::endl;
  return line.contains("error") || line.contains("failure") ? 1 : 0;
}

int stream() {
  for (std::string line; std::getline(std::cin, line);) print(guarded([&] { return answer_line(line); }));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(kHelp, "run_op");
  Request request;
  std::string attributes = "{}", out = ".", load_path, save_path;
  bool list = false, streamed = false, eval = false;
  app.add_option("name", request.name, "Op, layer, optimizer or schedule");
  app.add_option("--inputs", request.inputs, "Its inputs, .npy files in order; - leaves one out");
  app.add_option("--attributes", attributes, "Its attributes, a JSON object");
  app.add_option("--state", request.state, "Parameters and buffers of a layer: .npz or .safetensors");
  app.add_option("--cotangent", request.cotangent, "What the gradients are of: a .npy file (default: 1s)");
  app.add_flag("--eval", eval, "A layer in evaluation, not in training");
  app.add_option("--out", out, "Folder for what comes out (default: here)");
  app.add_flag("--list", list, "Print the name of every op, layer, optimizer and schedule");
  app.add_flag("--stream", streamed, "Answer requests from standard input");
  app.add_option("--load", load_path, "Read a .npy, .npz or .safetensors file and print its shapes");
  app.add_option("--save", save_path, "Write what --load read to another such file");
  CLI11_PARSE(app, argc, argv);
  request.training = !eval;
  if (list) {
    list_names();
    return 0;
  }
  if (streamed) return stream();
  return print(guarded([&] {
    if (!load_path.empty()) return load(load_path, save_path);
    return answer(request, json::parse(attributes), out);
  }));
}
