#include "demos/lab/process.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/check.hpp"

extern char** environ;

namespace gg::lab {
namespace {

// Temporary files instead of pipes: however much either side writes, neither waits for the other.
class TemporaryFile {
 public:
  TemporaryFile() : file_(std::tmpfile(), &std::fclose) {
    GG_CHECK(file_ != nullptr, "a temporary file could not be created: ", std::strerror(errno));
  }

  int descriptor() const { return ::fileno(file_.get()); }

  void write(const std::string& bytes) {
    const bool done = std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() &&
                      std::fflush(file_.get()) == 0;
    GG_CHECK(done, "a temporary file could not be written: ", std::strerror(errno));
    std::rewind(file_.get());
  }

  std::string read() {
    std::rewind(file_.get());
    std::string bytes;
    char block[65536];
    for (std::size_t n; (n = std::fread(block, 1, sizeof block, file_.get())) > 0;) bytes.append(block, n);
    return bytes;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

pid_t spawn(const std::vector<std::string>& arguments, const TemporaryFile& in, const TemporaryFile& out,
            const TemporaryFile& err) {
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.descriptor(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.descriptor(), STDERR_FILENO);
  pid_t pid = 0;
  const int error = ::posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  GG_CHECK(error == 0, arguments[0], " could not be started: ", std::strerror(error));
  return pid;
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& arguments, const std::string& input) {
  GG_CHECK(!arguments.empty(), "run_process: expected the name of a program, got nothing");
  TemporaryFile in, out, err;
  in.write(input);
  const pid_t pid = spawn(arguments, in, out, err);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    GG_CHECK(errno == EINTR, arguments[0], " was lost: ", std::strerror(errno));
  }
  const int exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return {exit_code, out.read(), err.read()};
}

}  // namespace gg::lab
