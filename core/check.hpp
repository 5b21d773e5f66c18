// Errors: every failure is a gg::Error whose text names the operation, what came and what was expected.
//
//   GG_CHECK(C % G == 0, "group_norm: expected number of channels to be divisible by num_groups, got input ",
//            x.shape(), " and num_groups ", G);
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>

#include "core/config.hpp"

namespace gg {

// What every function here throws; what() is the whole message.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Numbers have left the finite range where the computation cannot go on without them: to a training this is
// divergence, not a mistake.
class NotFinite : public Error {
 public:
  using Error::Error;
};

// How a value reads in a message: shapes as (2, 3), numbers in their shortest form.
std::string text(const std::string& value);
std::string text(const char* value);
std::string text(int value);
std::string text(long value);
std::string text(unsigned value);
std::string text(unsigned long value);
std::string text(float value);
std::string text(double value);
std::string text(const Shape& value);
std::string text(const Axes& value);

// Joins the parts and throws them as an Error.
[[noreturn]] void fail(std::initializer_list<std::string> parts);

}  // namespace gg

// The one throwing check: GG_CHECK(condition, part, part, ...). The parts are evaluated only on failure.
#define GG_CHECK(condition, ...)                    \
  do {                                              \
    if (!(condition)) ::gg::fail_with(__VA_ARGS__); \
  } while (false)

namespace gg {

// Joins the texts of the parts and throws them: for GG_CHECK.
template <class... Parts>
[[noreturn]] void fail_with(const Parts&... parts) {
  fail({text(parts)...});
}

}  // namespace gg
