#include "notebooks/kernel/display.hpp"

namespace kernel {
namespace {

Screen& screen() {
  static Screen the_screen;
  return the_screen;
}

}  // namespace

void set_screen(Screen to) { screen() = std::move(to); }

void show_result(const nlohmann::json& bundle) {
  if (screen().result) screen().result(bundle);
}

}  // namespace kernel

// Called by cells, which find them in this program; xcpp/xdisplay.hpp declares them.
namespace xcpp::kernel {

[[gnu::visibility("default")]] void publish(const nlohmann::json& bundle, const char* id, bool update) {
  if (::kernel::screen().display) ::kernel::screen().display(bundle, id, update);
}

[[gnu::visibility("default")]] void publish_text(const std::string& text, const char* id, bool update) {
  publish({{"text/plain", text}}, id, update);
}

[[gnu::visibility("default")]] void publish_result(const nlohmann::json& bundle) {
  ::kernel::show_result(bundle);
}

[[gnu::visibility("default")]] void publish_result_text(const std::string& text) {
  ::kernel::show_result({{"text/plain", text}});
}

[[gnu::visibility("default")]] void clear(bool wait) {
  if (::kernel::screen().clear) ::kernel::screen().clear(wait);
}

}  // namespace xcpp::kernel
