// What a cell shows goes through here: functions that xcpp/xdisplay.hpp declares, and the kernel's other end.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

namespace kernel {

// Where things to be shown go; set once, by the interpreter.
struct Screen {
  std::function<void(const nlohmann::json& bundle, const std::string& id, bool update)> display;
  std::function<void(const nlohmann::json& bundle)> result;  // of the cell's last expression
  std::function<void(bool wait)> clear;
};
void set_screen(Screen screen);

void show_result(const nlohmann::json& bundle);

}  // namespace kernel
