// What a cell writes to stdout and stderr, by whatever means: the descriptors themselves are redirected.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace kernel {

class Capture {
 public:
  using Sink = std::function<void(const std::string& stream, const std::string& text)>;

  // The sink is given "stdout" or "stderr" and what was written.
  explicit Capture(Sink sink) : sink_(std::move(sink)) {}
  ~Capture();
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  // A thread begins to pass output on while it appears. Descriptors 1 and 2 lead here from the first start
  // on.
  void start();
  void stop();  // passes on what is left, and no more

  // Passes on all that was written up to now, then calls `publish`, while the thread waits.
  void in_order(const std::function<void()>& publish);

 private:
  struct Stream {
    std::string name;
    int in = -1;        // where we read
    std::string start;  // of a UTF-8 character whose rest has not come yet
  };

  void redirect_both();
  void drain();
  void pump();

  Sink sink_;
  std::array<Stream, 2> streams_;
  std::mutex publishing_;
  std::thread thread_;
  std::atomic<bool> running_{false};
};

}  // namespace kernel
