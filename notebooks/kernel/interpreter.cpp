#include "notebooks/kernel/interpreter.hpp"

#include <xeus/xhelper.hpp>

#include "notebooks/kernel/cursor.hpp"
#include "notebooks/kernel/display.hpp"
#include "notebooks/kernel/split.hpp"

namespace kernel {

Interpreter::Interpreter(std::vector<std::string> compiler_arguments)
    : capture_([this](const std::string& stream, const std::string& text) { publish_stream(stream, text); }),
      engine_(compiler_arguments) {
  set_screen({[this](const Json& bundle, const std::string& id, bool update) {
                capture_.in_order([&] {
                  const Json transient = id.empty() ? Json::object() : Json{{"display_id", id}};
                  if (update) {
                    update_display_data(bundle, Json::object(), transient);
                  } else {
                    display_data(bundle, Json::object(), transient);
                  }
                });
              },
              [this](const Json& bundle) {
                capture_.in_order([&] { publish_execution_result(count_, bundle, Json::object()); });
              },
              [this](bool wait) { capture_.in_order([&] { clear_output(wait); }); }});
  xeus::register_interpreter(this);
}

void Interpreter::configure_impl() {}

nlohmann::json Interpreter::execute_request_impl(int count, const std::string& code, bool, bool, Json, bool) {
  count_ = count;
  capture_.start();
  const std::optional<Failure> failure = engine_.run(code, "In[" + std::to_string(count) + "]");
  capture_.stop();
  if (!failure) return xeus::create_successful_reply();
  const std::vector<std::string> traceback{failure->text.empty() ? failure->name + ": " + failure->value
                                                                 : failure->text};
  publish_execution_error(failure->name, failure->value, traceback);
  return xeus::create_error_reply(failure->name, failure->value, traceback);
}

nlohmann::json Interpreter::complete_request_impl(const std::string& code, int cursor) {
  const std::string before = up_to(code, cursor);
  const std::string word = word_at_end(before);
  return xeus::create_complete_reply(engine_.complete(before), cursor - static_cast<int>(word.size()),
                                     cursor);
}

nlohmann::json Interpreter::inspect_request_impl(const std::string& code, int cursor, int) {
  const std::string text = engine_.inspect(name_around(code, cursor));
  if (text.empty()) return xeus::create_inspect_reply();
  return xeus::create_inspect_reply(true, {{"text/plain", text}});
}

nlohmann::json Interpreter::is_complete_request_impl(const std::string& code) {
  return xeus::create_is_complete_reply(is_complete(code) ? "complete" : "incomplete", "  ");
}

nlohmann::json Interpreter::kernel_info_request_impl() {
  return xeus::create_info_reply("5.3", "xcpp17", "0.1.0", "c++", "17", "text/x-c++src", ".cpp", "cpp",
                                 "text/x-c++src", "", "C++17 by clang's interpreter");
}

}  // namespace kernel
