#include "layers/module.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

namespace gg {
inline namespace GG_SCALAR {
namespace {

// Collects what a module shows.
struct Listing : Members {
  NamedTensors parameters, buffers;
  std::vector<std::pair<std::string, ModulePtr>> children;

  // Listing changes nothing, so a const module may be listed.
  explicit Listing(const Module& module) { const_cast<Module&>(module).members(*this); }

  void parameter(const std::string& name, Tensor& tensor) override {
    if (tensor.defined()) parameters.emplace_back(name, tensor);
  }
  void buffer(const std::string& name, Tensor& tensor) override {
    if (tensor.defined()) buffers.emplace_back(name, tensor);
  }
  void module_member(const std::string& name, ModulePtr& module) override {
    GG_CHECK(module != nullptr, "module: child '", name, "' is null");
    children.emplace_back(name, module);
  }
};

// Replaces each member by a copy of its own.
struct Copying : Members {
  void parameter(const std::string&, Tensor& tensor) override {
    if (tensor.defined()) tensor = tensor.clone().requires_grad_(tensor.requires_grad());
  }
  void buffer(const std::string&, Tensor& tensor) override {
    if (tensor.defined()) tensor = tensor.clone();
  }
  void module_member(const std::string& name, ModulePtr& module) override {
    GG_CHECK(module != nullptr, "module: child '", name, "' is null");
    ModulePtr& copy = copies[module.get()];
    if (!copy) copy = module->clone();
    module = copy;
  }
  std::map<Module*, ModulePtr> copies;  // a child that is there twice stays one
};

std::string joined(const std::string& prefix, const std::string& name) {
  return prefix.empty() || name.empty() ? prefix + name : prefix + "." + name;
}

void list_modules(Module& module, const std::string& prefix,
                  std::vector<std::pair<std::string, Module*>>& out) {
  for (const auto& [name, listed] : out) {
    if (listed == &module) return;
  }
  out.emplace_back(prefix, &module);
  const Listing listing(module);
  for (const auto& [name, child] : listing.children) list_modules(*child, joined(prefix, name), out);
}

// The tensors that Listing holds under `kind`, of the module and all below.
NamedTensors collect(const Module& root, NamedTensors Listing::*kind) {
  NamedTensors out;
  std::set<std::string> names;
  std::set<const TensorImpl*> seen;
  for (const auto& [prefix, module] : const_cast<Module&>(root).named_modules()) {
    const Listing listing(*module);
    for (const auto& [name, tensor] : listing.*kind) {
      if (!seen.insert(tensor.impl()).second) continue;
      GG_CHECK(names.insert(joined(prefix, name)).second, "module: the name '", joined(prefix, name),
               "' is there twice in ", root.describe());
      out.emplace_back(joined(prefix, name), tensor);
    }
  }
  return out;
}

std::size_t count_elements(const NamedTensors& tensors) {
  std::size_t count = 0;
  for (const auto& [name, tensor] : tensors) count += tensor.numel();
  return count;
}

}  // namespace

Tensor Module::operator()(const Tensor& x) {
  Tensor y = forward(x);
  for (const auto& [number, hook] : std::vector(hooks_)) {
    if (const Tensor replacement = hook(*this, x, y); replacement.defined()) y = replacement;
  }
  return y;
}

NamedTensors Module::named_parameters(bool recurse) const {
  return recurse ? collect(*this, &Listing::parameters) : Listing(*this).parameters;
}

NamedTensors Module::named_buffers() const { return collect(*this, &Listing::buffers); }
std::vector<std::pair<std::string, ModulePtr>> Module::named_children() const {
  return Listing(*this).children;
}

std::vector<std::pair<std::string, Module*>> Module::named_modules() {
  std::vector<std::pair<std::string, Module*>> out;
  list_modules(*this, "", out);
  return out;
}

Tensors Module::parameters() const {
  Tensors out;
  for (const auto& [name, tensor] : named_parameters()) out.push_back(tensor);
  return out;
}

std::size_t Module::num_parameters() const { return count_elements(named_parameters()); }

Module& Module::train(bool on) {
  for (const auto& [name, module] : named_modules()) module->training_ = on;
  return *this;
}

void Module::zero_grad() {
  for (Tensor& parameter : parameters()) parameter.zero_grad();
}

void Module::copy_members() {
  Copying copying;
  members(copying);
}

// --- State

StateDict Module::state_dict() const {
  StateDict state;
  for (const auto& list : {named_parameters(), named_buffers()}) {
    for (const auto& [name, tensor] : list) state.emplace_back(name, tensor.clone());
  }
  return state;
}

void Module::load_state_dict(const StateDict& state, bool strict) {
  std::map<std::string, Tensor> own;
  for (const auto& list : {named_parameters(), named_buffers()}) own.insert(list.begin(), list.end());
  std::map<std::string, Tensor> given;
  std::string problems;
  for (const auto& [name, tensor] : state) {
    if (!tensor.defined())
      problems += "\n  undefined: " + name;
    else if (!given.emplace(name, tensor).second)
      problems += "\n  twice: " + name;
  }
  for (const auto& [name, tensor] : own) {
    const auto found = given.find(name);
    if (found == given.end()) {
      if (strict) problems += "\n  missing: " + name + " " + text(tensor.shape());
    } else if (found->second.shape() != tensor.shape()) {
      problems +=
          "\n  misshapen: " + name + " is " + text(tensor.shape()) + ", got " + text(found->second.shape());
    }
  }
  for (const auto& [name, tensor] : given) {
    if (strict && own.count(name) == 0) problems += "\n  unexpected: " + name + " " + text(tensor.shape());
  }
  GG_CHECK(problems.empty(), "load_state_dict: the state does not fit this ", describe(), problems);
  for (auto& [name, tensor] : own) {
    if (const auto found = given.find(name); found != given.end()) tensor.copy_(found->second);
  }
}

// --- Hooks

std::size_t Module::register_forward_hook(ForwardHook hook) {
  const std::size_t number = next_hook_++;
  hooks_.emplace_back(number, std::move(hook));
  return number;
}

void Module::remove_forward_hook(std::size_t number) {
  const auto found =
      std::find_if(hooks_.begin(), hooks_.end(), [&](const auto& h) { return h.first == number; });
  GG_CHECK(found != hooks_.end(), "remove_forward_hook: this module has no hook number ", number);
  hooks_.erase(found);
}

// --- Printing

namespace {

void print(std::ostream& out, const Module& module, const std::string& name, const std::string& indent) {
  const Listing listing(module);
  out << indent << (name.empty() ? "" : "(" + name + "): ") << module.describe();
  if (!listing.parameters.empty()) out << "  #";
  for (const auto& [parameter, tensor] : listing.parameters)
    out << ' ' << parameter << ' ' << text(tensor.shape());
  if (!listing.parameters.empty()) out << ": " << count_elements(listing.parameters);
  out << '\n';
  for (const auto& [child_name, child] : listing.children) print(out, *child, child_name, indent + "  ");
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Module& module) {
  print(out, module, "", "");
  return out << module.num_parameters() << " parameters\n";
}

}  // namespace GG_SCALAR
}  // namespace gg
