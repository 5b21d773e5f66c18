#include "demos/lab/train/places.hpp"

#include <algorithm>

#include "layers/activation.hpp"
#include "layers/flatten.hpp"
#include "layers/norm.hpp"

namespace gg::lab {
namespace {

bool is_shortcut(const std::string& name) {
  const std::string last = name.substr(name.rfind('.') + 1);
  return last == "shortcut";
}

bool is_relu(Module* module) { return dynamic_cast<ReLU*>(module) != nullptr; }

template <class F>
Places places_where(Module& net, F&& wanted) {
  Places found;
  for (const auto& [name, module] : net.named_modules()) {
    if (wanted(module)) found.emplace_back(name, module);
  }
  return found;
}

bool is_inside(const std::string& name, const Places& places) {
  return std::any_of(places.begin(), places.end(), [&](const auto& place) {
    return place.first.empty() || name.rfind(place.first + ".", 0) == 0;  // the net itself has no name
  });
}

}  // namespace

Places norm_places(Module& net) {
  Places found;
  for (const auto& [name, module] : net.named_modules()) {
    const bool stands_for_none = dynamic_cast<Identity*>(module) && !is_shortcut(name);
    if ((stands_for_none || dynamic_cast<Norm*>(module)) && !is_inside(name, found))
      found.emplace_back(name, module);
  }
  return found;
}

Places relu_places(Module& net) { return places_where(net, is_relu); }

Places activation_places(Module& net) {
  return places_where(net, [](Module* module) {
    const Norm* norm = dynamic_cast<Norm*>(module);
    return is_relu(module) || (norm && norm->has_activation());
  });
}

}  // namespace gg::lab
