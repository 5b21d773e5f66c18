// The kernel's end of Jupyter's channels.
#pragma once

#include <memory>

#include <xeus/xeus_context.hpp>
#include <xeus/xkernel_configuration.hpp>
#include <xeus/xserver.hpp>

namespace kernel {

// xeus's server that runs cells in the main thread and hears the control channel in another, also while a
// cell runs: an interrupt_request interrupts that cell as SIGINT does, and a client on another machine can
// send it.
std::unique_ptr<xeus::xserver> make_server(xeus::xcontext& context, const xeus::xconfiguration& configuration,
                                           nlohmann::json::error_handler_t on_error);

}  // namespace kernel
