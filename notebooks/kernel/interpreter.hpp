// Jupyter's messages, answered.
#pragma once

#include <string>
#include <vector>

#include <xeus/xinterpreter.hpp>

#include "notebooks/kernel/capture.hpp"
#include "notebooks/kernel/engine.hpp"

namespace kernel {

class Interpreter : public xeus::xinterpreter {
 public:
  explicit Interpreter(std::vector<std::string> compiler_arguments);

 private:
  using Json = nlohmann::json;
  void configure_impl() override;
  Json execute_request_impl(int count, const std::string& code, bool silent, bool store_history,
                            Json user_expressions, bool allow_stdin) override;
  Json complete_request_impl(const std::string& code, int cursor) override;
  Json inspect_request_impl(const std::string& code, int cursor, int detail) override;
  Json is_complete_request_impl(const std::string& code) override;
  Json kernel_info_request_impl() override;
  void shutdown_request_impl() override {}

  Capture capture_;
  Engine engine_;
  int count_ = 0;  // of the cell at hand
};

}  // namespace kernel
