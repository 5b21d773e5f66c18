#include "notebooks/kernel/capture.hpp"

#include <cstdio>
#include <iostream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace kernel {
namespace {

constexpr int poll_milliseconds = 20;

void flush_buffers() {
  std::cout.flush();
  std::cerr.flush();
  std::clog.flush();
  std::fflush(stdout);
  std::fflush(stderr);
}

// How many bytes at the end begin a UTF-8 character and do not end it.
std::size_t unfinished(const std::string& text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte < 0x80) return 0;
    if (byte < 0xC0) continue;  // neither first nor alone
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

// Sends descriptor `from` into a new pipe and gives the pipe's end to read from.
int redirect(int from) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0 || dup2(ends[1], from) < 0) {
    throw std::runtime_error("cannot redirect the output of cells");
  }
  close(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return ends[0];
}

}  // namespace

void Capture::redirect_both() {
  flush_buffers();
  streams_[0] = {"stdout", redirect(STDOUT_FILENO), {}};
  streams_[1] = {"stderr", redirect(STDERR_FILENO), {}};
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
}

Capture::~Capture() {
  if (thread_.joinable()) stop();
  for (Stream& stream : streams_) {
    if (stream.in >= 0) close(stream.in);
  }
}

void Capture::start() {
  if (streams_[0].in < 0) redirect_both();
  running_ = true;
  thread_ = std::thread([this] { pump(); });
}

void Capture::stop() {
  running_ = false;
  thread_.join();
  in_order([] {});
}

void Capture::in_order(const std::function<void()>& publish) {
  flush_buffers();
  const std::lock_guard<std::mutex> lock(publishing_);
  drain();
  publish();
}

void Capture::drain() {
  std::array<char, 65536> buffer{};
  for (Stream& stream : streams_) {
    std::string text = std::move(stream.start);
    stream.start.clear();
    for (ssize_t n = 0; (n = read(stream.in, buffer.data(), buffer.size())) > 0;) {
      text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    const std::size_t rest = unfinished(text);
    stream.start = text.substr(text.size() - rest);
    text.resize(text.size() - rest);
    if (!text.empty()) sink_(stream.name, text);
  }
}

void Capture::pump() {
  while (running_) {
    std::array<pollfd, 2> ready{{{streams_[0].in, POLLIN, 0}, {streams_[1].in, POLLIN, 0}}};
    if (poll(ready.data(), ready.size(), poll_milliseconds) <= 0) continue;
    const std::lock_guard<std::mutex> lock(publishing_);
    drain();
  }
}

}  // namespace kernel
