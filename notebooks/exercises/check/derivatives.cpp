// Chapter 1.
#include <cmath>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using CentralDifference = double(const ScalarFunction&, double, double);

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
    e.add_mistake("The derivative of -2 x is -2: the x is gone.",
                  [](double x) { return 3 * x * x - 2 * x + 3 * std::cos(3 * x); });
    e.add_mistake("-2 x has a derivative as well: -2.",
                  [](double x) { return 3 * x * x + 3 * std::cos(3 * x); });
    e.add_mistake("That is the function itself, not its derivative.",
                  [](double x) { return x * x * x - 2 * x + std::sin(3 * x); });
    return e;
  }();
  return exercise;
}

const Exercise<CentralDifference>& central_difference_exercise() {
  static const auto exercise = [] {
    Exercise<CentralDifference> e("central_difference", {"f", "x", "h"}, {"slope"}, 1e-6);
    e.reference([](const ScalarFunction& f, double x, double h) { return (f(x + h) - f(x - h)) / (2 * h); });
    e.add_case(
        "x^3 at 2, h = 0.5", [](double x) { return x * x * x; }, 2.0, 0.5);
    e.add_case(
        "exp at 0, h = 0.1", [](double x) { return std::exp(x); }, 0.0, 0.1);
    e.add_case(
        "sin at 1, h = 1e-3", [](double x) { return std::sin(x); }, 1.0, 1e-3);
    e.add_mistake("Step to both sides of x: f(x + h) - f(x - h). What you have is the forward difference.",
                  [](const ScalarFunction& f, double x, double h) { return (f(x + h) - f(x)) / h; });
    e.add_mistake("Step to both sides of x: f(x + h) - f(x - h). What you have is the backward difference.",
                  [](const ScalarFunction& f, double x, double h) { return (f(x) - f(x - h)) / h; });
    e.add_mistake("From x - h to x + h it is 2 h: divide by 2 h, not by h.",
                  [](const ScalarFunction& f, double x, double h) { return (f(x + h) - f(x - h)) / h; });
    e.add_mistake("2 h belongs in brackets: a / 2 * h is (a / 2) h.",
                  [](const ScalarFunction& f, double x, double h) { return (f(x + h) - f(x - h)) / 2 * h; });
    e.add_mistake("The difference belongs in brackets: a - b / c is a - (b / c).",
                  [](const ScalarFunction& f, double x, double h) { return f(x + h) - f(x - h) / (2 * h); });
    e.add_mistake("The step is h to each side, not h / 2.", [](const ScalarFunction& f, double x, double h) {
      return (f(x + h / 2) - f(x - h / 2)) / h;
    });
    e.add_mistake(
        "The order is turned round: the value further right comes first.",
        [](const ScalarFunction& f, double x, double h) { return (f(x - h) - f(x + h)) / (2 * h); });
    return e;
  }();
  return exercise;
}

const Exercise<double(double)>& gradient_of_shared_exercise() {
  static const auto exercise = [] {
    Exercise<double(double)> e("gradient_of_shared", {"x"}, {"dy/dx"}, 1e-6);
    e.reference([](double x) { return (std::sin(x * x) + x * x * std::cos(x * x)) * 2 * x + 1; });
    e.add_case("at 0.5", 0.5);
    e.add_case("at 1", 1.0);
    e.add_case("at -2", -2.0);
    e.add_mistake("u reaches y on two ways, also through sin(u): add u cos(u).",
                  [](double x) { return std::sin(x * x) * 2 * x + 1; });
    e.add_mistake("u reaches y on two ways, also as the factor before sin(u): add sin(u).",
                  [](double x) { return x * x * std::cos(x * x) * 2 * x + 1; });
    e.add_mistake("x reaches y on one more way, the last term: add 1.",
                  [](double x) { return (std::sin(x * x) + x * x * std::cos(x * x)) * 2 * x; });
    e.add_mistake("x is used twice in u = x x: each use gives x, together 2 x.",
                  [](double x) { return (std::sin(x * x) + x * x * std::cos(x * x)) * x + 1; });
    e.add_mistake("What comes in on several ways is added, not multiplied.",
                  [](double x) { return std::sin(x * x) * x * x * std::cos(x * x) * 2 * x + 1; });
    e.add_mistake(
        "The product rule: with u, u sin(u) moves by sin(u) + u cos(u); the cosine has the factor u.",
        [](double x) { return (std::sin(x * x) + std::cos(x * x)) * 2 * x + 1; });
    e.add_mistake("A product has no product of derivatives: u sin(u) moves with u by sin(u) + u cos(u).",
                  [](double x) { return std::cos(x * x) * 2 * x + 1; });
    e.add_mistake("That is dy/du plus 1: du/dx = 2 x is missing as a factor.",
                  [](double x) { return std::sin(x * x) + x * x * std::cos(x * x) + 1; });
    return e;
  }();
  return exercise;
}

}  // namespace

Result derivative(const std::function<double(double)>& student) {
  return derivative_exercise().check(student);
}

Result central_difference(const std::function<CentralDifference>& student) {
  return central_difference_exercise().check(student);
}

Result gradient_of_shared(const std::function<double(double)>& student) {
  return gradient_of_shared_exercise().check(student);
}

TriedMistakes derivative_mistakes() { return derivative_exercise().try_mistakes(); }
TriedMistakes central_difference_mistakes() { return central_difference_exercise().try_mistakes(); }
TriedMistakes gradient_of_shared_mistakes() { return gradient_of_shared_exercise().try_mistakes(); }

}  // namespace gg::check
