#include "notebooks/exercises/check/value.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gg::check {
namespace {

constexpr std::size_t kMostNumbers = 48, kMostInARow = 12;

std::string short_number(double x) {
  if (std::isnan(x)) return "nan";  // without a sign
  char text[32];
  std::snprintf(text, sizeof text, "%.5g", x == 0 ? 0.0 : x);
  return text;
}

template <class T>
Value list(const std::string& name, const std::vector<T>& x) {
  Value value{name, {x.size()}, {}};
  for (const T& number : x) value.numbers.push_back(static_cast<double>(number));
  return value;
}

}  // namespace

void not_written() { throw NotWritten(); }

bool close(double a, double b, double tolerance) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  if (std::isinf(a) || std::isinf(b)) return a == b;
  return std::abs(a - b) <= tolerance * (1 + std::abs(b));
}

bool close(const Outcome& a, const Outcome& b, double tolerance) {
  if (a.error || b.error) return a.error.has_value() == b.error.has_value();
  const auto agree = [&](const Value& x, const Value& y) {
    return x.shape == y.shape &&
           std::equal(x.numbers.begin(), x.numbers.end(), y.numbers.begin(), y.numbers.end(),
                      [&](double p, double q) { return close(p, q, tolerance); });
  };
  return std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), agree);
}

std::string printed(const Value& value) {
  if (value.shape.empty() && value.numbers.size() == 1)
    return value.name + " = " + short_number(value.numbers[0]) + "\n";
  const std::size_t row = value.shape.empty() ? 1 : std::max<std::size_t>(value.shape.back(), 1);
  std::string out = value.name + ", shape " + text(value.shape) + "\n";
  const std::size_t shown = std::min(value.numbers.size(), kMostNumbers);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool begins = i % std::min(row, kMostInARow) == 0;
    out += (begins ? (i ? "\n  " : "  ") : " ") + short_number(value.numbers[i]);
  }
  return out + (shown < value.numbers.size() ? " ..." : "") + "\n";
}

std::string printed(const Outcome& outcome) {
  if (outcome.error) return "an exception: " + *outcome.error + "\n";
  std::string out;
  for (const Value& value : outcome.values) out += printed(value);
  return out;
}

Value value_of(const std::string& name, double x) { return {name, {}, {x}}; }
Value value_of(const std::string& name, bool x) { return {name, {}, {x ? 1.0 : 0.0}}; }
Value value_of(const std::string& name, std::size_t x) { return {name, {}, {static_cast<double>(x)}}; }

Value value_of(const std::string& name, const Tensor& x) {
  if (!x.defined()) return {name, {0}, {}};
  Value value{name, x.shape(), {}};
  for (const Scalar number : x.to_vector()) value.numbers.push_back(static_cast<double>(number));
  return value;
}

Value value_of(const std::string& name, const std::vector<double>& x) { return list(name, x); }
Value value_of(const std::string& name, const std::vector<std::size_t>& x) { return list(name, x); }
Value value_of(const std::string& name, const std::vector<int>& x) { return list(name, x); }

}  // namespace gg::check
