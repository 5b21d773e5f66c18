// Chapter 1.
#include <cmath>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

const Exercise<double(double)>& derivative_exercise() {
  static const auto exercise = [] {
    Exercise<double(double)> e("derivative", {"x"}, {"dy/dx"}, 1e-6);
    e.reference([](double x) { return 3 * x * x - 2 + 3 * std::cos(3 * x); });
    e.add_case("at 0", 0.0);
    e.add_case("at 1", 1.0);
    e.add_case("at -1.5", -1.5);
    e.add_case("at 4", 4.0);
    e.add_mistake("The chain rule: sin(3 x) has an inner function, whose derivative 3 is a factor.",
                  [](double x) { return 3 * x * x - 2 + std::cos(3 * x); });
    e.add_mistake("The derivative of sin is cos, without a minus sign.",
                  [](double x) { return 3 * x * x - 2 - 3 * std::cos(3 * x); });
    e.add_mistake("The exponent comes down as a factor: the derivative of x^3 is 3 x^2.",
                  [](double x) { return x * x - 2 + 3 * std::cos(3 * x); });
    e.add_mistake("That is the function itself, not its derivative.",
                  [](double x) { return x * x * x - 2 * x + std::sin(3 * x); });
    return e;
  }();
  return exercise;
}

}  // namespace

Result derivative(const std::function<double(double)>& student) {
  return derivative_exercise().check(student);
}

TriedMistakes derivative_mistakes() { return derivative_exercise().try_mistakes(); }

}  // namespace gg::check
