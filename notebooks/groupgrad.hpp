// groupgrad in a notebook: one include brings the library, its rich display and the checks of the exercises.
//
//   #include "notebooks/groupgrad.hpp"
//   #include "xcpp/xdisplay.hpp"
//
//   gg::Tensor x({2, 2}, {1, 2, 3, 4});
//   xcpp::display(x);                      // a table
//   xcpp::display(gg::show::image(x));     // a picture
//   xcpp::display(gg::show::graph(y));     // what led to y
//   xcpp::display(gg::show::module(net));  // what a net learns
//   xcpp::display(chart);                  // a gg::lab::Chart
//
// It works in this project's kernel, in xeus-cling and in xeus-cpp; where the shared libraries are not found,
// the folder that holds them must be in LD_LIBRARY_PATH when Jupyter is started. A program that is compiled
// links groupgrad_notebook and groupgrad_check instead.
#pragma once

#if defined(__CLING__) || defined(XCPP_KERNEL)
#pragma cling load("libgroupgrad_notebook")
#pragma cling load("libgroupgrad_check")
#elif defined(__CLANG_REPL__)
#include "notebooks/load_libraries.hpp"
#endif

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <type_traits>

#include "core/groupgrad.hpp"
#include "notebooks/exercises/check/exercises.hpp"
#include "notebooks/show/chart.hpp"
#include "notebooks/show/graph.hpp"
#include "notebooks/show/lines.hpp"
#include "notebooks/show/module.hpp"
#include "notebooks/show/tensor.hpp"

namespace gg {
namespace show {

// A module to be shown as its table; prints as the module does.
struct ModuleTable {
  const Module* of;
};

inline ModuleTable module(const Module& module) { return {&module}; }

template <class M>
ModuleTable module(const std::shared_ptr<M>& module) {
  return {module.get()};
}

inline std::ostream& operator<<(std::ostream& out, const ModuleTable& table) { return out << *table.of; }

// What Jupyter is sent; content of JSON types is parsed.
inline nlohmann::json to_json(const Bundle& bundle) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& form : bundle) {
    const bool is_json = form.first.find("json") != std::string::npos;
    json[form.first] = is_json ? nlohmann::json::parse(form.second) : nlohmann::json(form.second);
  }
  return json;
}

inline nlohmann::json mime_bundle_repr(const ModuleTable& table) { return to_json(bundle(*table.of)); }
inline nlohmann::json mime_bundle_repr(const Image& image) { return to_json(bundle(image)); }
inline nlohmann::json mime_bundle_repr(const Graph& graph) { return to_json(bundle(graph)); }

}  // namespace show

inline nlohmann::json mime_bundle_repr(const Tensor& x) { return show::to_json(show::bundle(x)); }

#ifdef XCPP_RANKED_DISPLAY
// Every module, one of the user's own too; elsewhere this collides with the kernel's own template.
template <class M, std::enable_if_t<std::is_base_of_v<Module, M>, int> = 0>
nlohmann::json mime_bundle_repr(const M& module) {
  return show::to_json(show::bundle(static_cast<const Module&>(module)));
}

template <class M, std::enable_if_t<std::is_base_of_v<Module, M>, int> = 0>
nlohmann::json mime_bundle_repr(const std::shared_ptr<M>& module) {
  return show::to_json(show::bundle(*module));
}
#endif

namespace lab {
inline nlohmann::json mime_bundle_repr(const Chart& chart) { return show::to_json(show::bundle(chart)); }
}  // namespace lab

namespace check {
inline nlohmann::json mime_bundle_repr(const Result& result) {
  std::ostringstream plain;
  plain << result;
  return {{"text/plain", plain.str()}, {"text/html", html(result)}};
}
}  // namespace check

}  // namespace gg
