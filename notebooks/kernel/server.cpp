#include "notebooks/kernel/server.hpp"

#include <string>
#include <utility>

#include <xeus/xserver_shell_main.hpp>

#include "notebooks/kernel/guard.hpp"

namespace kernel {
namespace {

using xeus::channel;
using xeus::xmessage;

std::string type_of(const xmessage& message) { return message.header().value("msg_type", ""); }

// Hands everything on, both ways: xeus replies to an interrupt_request, but interrupts nothing.
class Server : public xeus::xserver {
 public:
  explicit Server(std::unique_ptr<xeus::xserver> server) : server_(std::move(server)) {
    server_->register_shell_listener([this](xmessage message) { notify_shell_listener(std::move(message)); });
    server_->register_stdin_listener([this](xmessage message) { notify_stdin_listener(std::move(message)); });
    server_->register_internal_listener(
        [this](nlohmann::json message) { return notify_internal_listener(std::move(message)); });
    server_->register_control_listener([this](xmessage message) {
      if (type_of(message) == "interrupt_request") interrupt_cell();
      notify_control_listener(std::move(message));
    });
  }

 private:
  xeus::xcontrol_messenger& get_control_messenger_impl() override { return server_->get_control_messenger(); }
  void send_shell_impl(xmessage message) override { server_->send_shell(std::move(message)); }
  void send_control_impl(xmessage message) override {
    nlohmann::json content = message.content();
    if (type_of(message) == "interrupt_reply") content["status"] = "ok";  // of xeus it is empty
    server_->send_control({message.identities(), message.header(), message.parent_header(),
                           message.metadata(), std::move(content), std::move(message).buffers()});
  }
  void send_stdin_impl(xmessage message) override { server_->send_stdin(std::move(message)); }
  void publish_impl(xeus::xpub_message message, channel from) override {
    server_->publish(std::move(message), from);
  }
  void start_impl(xeus::xpub_message message) override { server_->start(std::move(message)); }
  void abort_queue_impl(const listener& answer, long polling_interval) override {
    server_->abort_queue(answer, polling_interval);
  }
  void stop_impl() override { server_->stop(); }
  void update_config_impl(xeus::xconfiguration& configuration) const override {
    server_->update_config(configuration);
  }

  std::unique_ptr<xeus::xserver> server_;
};

}  // namespace

std::unique_ptr<xeus::xserver> make_server(xeus::xcontext& context, const xeus::xconfiguration& configuration,
                                           nlohmann::json::error_handler_t on_error) {
  return std::make_unique<Server>(xeus::make_xserver_shell_main(context, configuration, on_error));
}

}  // namespace kernel
