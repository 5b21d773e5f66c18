// What goes into the function of an exercise and what comes out, in one form that can be compared and
// printed.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/tensor.hpp"

namespace gg::check {

// Numbers under a name: a tensor, a list, or a single one (shape {}).
struct Value {
  std::string name;
  Shape shape;
  std::vector<double> numbers;  // row-major
};

using Values = std::vector<Value>;

// What a call gave: values, or the text of what it threw.
struct Outcome {
  Values values;
  std::optional<std::string> error;
  bool not_written = false;  // it threw NotWritten
};

// What a stub throws.
class NotWritten : public Error {
 public:
  NotWritten() : Error("this function is not written yet") {}
};

[[noreturn]] void not_written();

// Whether two numbers agree: |a - b| <= tolerance (1 + |b|); two NaNs agree.
bool close(double a, double b, double tolerance);

// Whether all names, shapes and numbers agree; of outcomes with errors, that both have one.
bool close(const Outcome& a, const Outcome& b, double tolerance);

// "x, shape (2, 3)" and the numbers below it, a row a line; long ones are cut.
std::string printed(const Value& value);
std::string printed(const Outcome& outcome);  // "an exception: TEXT" if it threw

// How types that exercises use become a value.
Value value_of(const std::string& name, double x);
Value value_of(const std::string& name, bool x);
Value value_of(const std::string& name, std::size_t x);
Value value_of(const std::string& name, const Tensor& x);  // an undefined one has no numbers and shape (0)
Value value_of(const std::string& name, const std::vector<double>& x);
Value value_of(const std::string& name, const std::vector<std::size_t>& x);
Value value_of(const std::string& name, const std::vector<int>& x);

}  // namespace gg::check
