// xcpp17: a Jupyter kernel for C++17.
//
//   xcpp17 -f CONNECTION_FILE [COMPILER_ARGUMENT...]
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <xeus/xeus_context.hpp>
#include <xeus/xkernel.hpp>
#include <xeus/xkernel_configuration.hpp>
#include <zmq.hpp>

#include "notebooks/kernel/guard.hpp"
#include "notebooks/kernel/interpreter.hpp"
#include "notebooks/kernel/server.hpp"

namespace {

int run(const std::vector<std::string>& arguments) {
  std::string connection;
  std::vector<std::string> compiler_arguments;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "-f" && i + 1 < arguments.size()) {
      connection = arguments[++i];
    } else {
      compiler_arguments.push_back(arguments[i]);
    }
  }
  if (connection.empty()) {
    std::fputs("xcpp17 is started by Jupyter, with -f CONNECTION_FILE\n", stderr);
    return 2;
  }
  kernel::install_guard();
  auto interpreter = std::make_unique<kernel::Interpreter>(compiler_arguments);
  xeus::xkernel kernel(xeus::load_configuration(connection), xeus::get_user_name(),
                       xeus::make_context<zmq::context_t>(), std::move(interpreter), kernel::make_server);
  kernel.start();  // until it is told to shut down
  // No destructors: those of objects that cells made need code that is being torn down.
  std::_Exit(0);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run({arguments + 1, arguments + count});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "xcpp17: %s\n", error.what());
    return 1;
  }
}
