#include "demos/lab/probe/places.hpp"

#include "layers/activation.hpp"
#include "layers/flatten.hpp"
#include "layers/norm.hpp"

namespace gg::lab {
namespace {

bool is_shortcut(const std::string& name) {
  const std::string last = name.substr(name.rfind('.') + 1);
  return last == "shortcut";
}

template <class F>
Places places(Module& net, F&& wanted) {
  Places out;
  for (const auto& [name, module] : net.named_modules()) {
    if (wanted(name, *module)) out.emplace_back(name, module);
  }
  return out;
}

}  // namespace

Places norm_places(Module& net) {
  return places(net, [](const std::string& name, Module& module) {
    if (dynamic_cast<Norm*>(&module)) return true;
    return dynamic_cast<Identity*>(&module) != nullptr && !is_shortcut(name);
  });
}

Places relu_places(Module& net) {
  return places(net,
                [](const std::string&, Module& module) { return dynamic_cast<ReLU*>(&module) != nullptr; });
}

}  // namespace gg::lab
