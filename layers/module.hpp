// Module: something with parameters and a forward pass.
//
// A module lists its members once, in members(); names, saving, cloning, printing and zero_grad all follow
// from that list. A module of one's own:
//
//   struct Classifier : gg::Cloneable<Classifier> {
//     std::shared_ptr<gg::Linear> hidden = gg::make<gg::Linear>(784, 64), out = gg::make<gg::Linear>(64, 10);
//     gg::Tensor forward(const gg::Tensor& x) override { return (*out)(gg::relu((*hidden)(x))); }
//     void members(gg::Members& m) override { m.child("hidden", hidden); m.child("out", out); }
//     std::string describe() const override { return "Classifier()"; }
//   };
//
// What is not listed is not there: a tensor or child that members() leaves out is neither trained nor saved,
// and nothing can tell that it was forgotten. Printing the module shows what it has.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

class Module;
using ModulePtr = std::shared_ptr<Module>;  // a model and its parts share their modules
using StateDict = NamedTensors;             // "0.weight" and so on, in the order of the modules

// Is shown each member of a module under its name.
class Members {
 public:
  virtual ~Members() = default;
  virtual void parameter(const std::string& name, Tensor& tensor) = 0;  // learned; skipped while undefined
  virtual void buffer(const std::string& name, Tensor& tensor) = 0;     // state that is not; likewise
  // A module inside, with all that is below it.
  template <class M>
  void child(const std::string& name, std::shared_ptr<M>& module) {
    ModulePtr base = module;
    module_member(name, base);
    module = std::dynamic_pointer_cast<M>(base);
  }

 protected:
  virtual void module_member(const std::string& name, ModulePtr& module) = 0;  // what child() calls
};

// Sees a module's input and output after each forward; returns the output to use instead, or {} to leave it.
using ForwardHook = std::function<Tensor(Module& module, const Tensor& x, const Tensor& y)>;

// Something with parameters and a forward pass; see layers/module.hpp for one of your own.
class Module {
 public:
  virtual ~Module() = default;
  virtual Tensor forward(const Tensor& x) = 0;  // the output for an input; call operator() instead
  virtual void members(Members&) {}             // shows each parameter, buffer and child
  virtual std::string describe() const = 0;     // one line: Linear(784, 10)
  virtual ModulePtr clone() const = 0;  // deep: parameters, buffers and children; no hooks, no gradients

  Tensor operator()(const Tensor& x);  // forward, then the hooks

  // Of this module and all below: "conv.weight". A tensor or module that is there twice is listed once, under
  // its first name; clones and saved states know it once, too. Throws if two tensors have one name.
  // Without `recurse`, those of this module alone.
  NamedTensors named_parameters(bool recurse = true) const;
  NamedTensors named_buffers() const;
  std::vector<std::pair<std::string, ModulePtr>> named_children() const;  // direct ones
  std::vector<std::pair<std::string, Module*>> named_modules();           // this one (as "") and all below
  Tensors parameters() const;          // named_parameters() without names: for an optimizer
  std::size_t num_parameters() const;  // elements

  Module& train(bool on = true);               // with all below
  Module& eval() { return train(false); }      // for evaluation: batch norm and dropout act otherwise then
  bool training() const { return training_; }  // true from the start

  void zero_grad();  // drops the gradients of all parameters

  StateDict state_dict() const;  // copies
  // Copies the values in. Throws an Error that lists every missing, unexpected and misshapen entry; nothing
  // is changed then. With strict = false, missing and unexpected ones are passed over.
  void load_state_dict(const StateDict& state, bool strict = true);

  std::size_t register_forward_hook(ForwardHook hook);        // returns its number
  void remove_forward_hook(std::size_t number);               // throws if there is none
  bool has_forward_hooks() const { return !hooks_.empty(); }  // of this module, not of those below

 protected:
  void copy_members();                   // makes every member this module's own: for clone()
  void drop_hooks() { hooks_.clear(); }  // for clone()

 private:
  bool training_ = true;
  std::vector<std::pair<std::size_t, ForwardHook>> hooks_;
  std::size_t next_hook_ = 0;  // numbers are never used again
};

// Writes clone() for a module class T.
template <class T, class Base = Module>
class Cloneable : public Base {
 public:
  using Base::Base;

  // A copy of everything; throws in a class derived from T that has no Cloneable of its own.
  ModulePtr clone() const override {
    GG_CHECK(typeid(*this) == typeid(T), this->describe(),
             ": its class has no clone() of its own; derive it from "
             "Cloneable<ITSELF, BASE>");
    auto copy = std::make_shared<T>(static_cast<const T&>(*this));
    static_cast<Cloneable&>(*copy).drop_hooks();
    static_cast<Cloneable&>(*copy).copy_members();
    return copy;
  }
};

// A new module in a shared pointer: make<Linear>(784, 10).
template <class M, class... Args>
std::shared_ptr<M> make(Args&&... args) {
  return std::make_shared<M>(std::forward<Args>(args)...);
}

// The tree of modules, with the shapes of their parameters and how many numbers those are.
std::ostream& operator<<(std::ostream& out, const Module& module);

}  // namespace GG_SCALAR
}  // namespace gg
