// How an exercise is made: a reference, cases, and the mistakes that are known to be made.
//
//   Exercise<double(double)> e("derivative", {"x"}, {"dy/dx"});
//   e.reference([](double x) { return 3 * x * x; });
//   e.add_case("at 2", 2.0);
//   e.add_mistake("The exponent comes down as a factor.", [](double x) { return x * x; });
//   return e.check(students_function);
#pragma once

#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "notebooks/exercises/check/result.hpp"

namespace gg::check {

template <class Signature>
class Exercise;

template <class R, class... A>
class Exercise<R(A...)> {
 public:
  using Function = std::function<R(A...)>;

  // The names of the arguments, and of what is returned: one, or one for each member of a tuple.
  Exercise(std::string name, std::vector<std::string> arguments, std::vector<std::string> results,
           double tolerance = 1e-4)
      : name_(std::move(name)),
        arguments_(std::move(arguments)),
        results_(std::move(results)),
        tolerance_(tolerance) {}

  void reference(Function function) { reference_ = std::move(function); }

  void add_case(std::string name, std::decay_t<A>... arguments) {
    cases_.push_back({std::move(name), {std::move(arguments)...}});
  }

  // What is printed instead of the arguments of the last case, where they are no numbers (functions).
  void print_inputs_as(Values inputs) { cases_.back().inputs = std::move(inputs); }

  // What is said where the last case is the first that fails, and no known mistake explains it.
  void hint_for_last_case(std::string hint) { cases_.back().hint = std::move(hint); }

  // The hint for functions that compute what this one does. Mistakes that are tried first win.
  void add_mistake(std::string hint, Function function) {
    hints_.push_back(std::move(hint));
    mistakes_.push_back(std::move(function));
  }

  Result check(const Function& student) const {
    std::vector<Trial> trials;
    for (const Case& c : cases_) {
      Trial trial{c.name, inputs_of(c), call(reference_, c), call(student, c), {}, c.hint};
      for (const Function& mistake : mistakes_) trial.mistakes.push_back(call(mistake, c));
      trials.push_back(std::move(trial));
    }
    return judge(name_, trials, hints_, tolerance_);
  }

  // What the check says of each known mistake: its own hint, if the cases tell it from all others.
  std::vector<std::pair<std::string, Result>> try_mistakes() const {
    std::vector<std::pair<std::string, Result>> results;
    for (std::size_t i = 0; i < mistakes_.size(); ++i) results.emplace_back(hints_[i], check(mistakes_[i]));
    return results;
  }

 private:
  struct Case {
    std::string name;
    std::tuple<std::decay_t<A>...> arguments;
    Values inputs = {};
    std::string hint = {};
  };

  // Each call gets copies of its own, so that a function that changes its arguments spoils no other.
  std::function<Values()> call(const Function& function, const Case& c) const {
    return [this, function, &c]() -> Values {
      auto arguments = copied(c.arguments, std::index_sequence_for<A...>());
      return values_from(std::apply(function, std::move(arguments)));
    };
  }

  static Tensor copy_of(const Tensor& x) { return x.defined() ? x.clone() : x; }
  template <class T>
  static T copy_of(const T& x) {
    return x;
  }

  template <std::size_t... I>
  static std::tuple<std::decay_t<A>...> copied(const std::tuple<std::decay_t<A>...>& from,
                                               std::index_sequence<I...>) {
    return {copy_of(std::get<I>(from))...};
  }

  template <class T>
  static constexpr bool is_value =
      !std::is_class_v<T> || std::is_same_v<T, Tensor> || std::is_same_v<T, std::vector<double>> ||
      std::is_same_v<T, std::vector<std::size_t>> || std::is_same_v<T, std::vector<int>>;

  template <class T>
  static void put(Values& values, const std::string& name, const T& x) {
    if constexpr (is_value<T>) values.push_back(value_of(name, x));
  }

  template <std::size_t... I>
  Values listed(const std::tuple<std::decay_t<A>...>& arguments, std::index_sequence<I...>) const {
    Values values;
    (put(values, arguments_.at(I), std::get<I>(arguments)), ...);
    return values;
  }

  Values inputs_of(const Case& c) const {
    return c.inputs.empty() ? listed(c.arguments, std::index_sequence_for<A...>()) : c.inputs;
  }

  template <class T>
  Values values_from(const T& result) const {
    if constexpr (is_value<T>) {
      return {value_of(results_.at(0), result)};
    } else {
      Values values;
      std::apply(
          [&](const auto&... parts) {
            std::size_t i = 0;
            (values.push_back(value_of(results_.at(i++), parts)), ...);
          },
          result);
      return values;
    }
  }

  std::string name_;
  std::vector<std::string> arguments_, results_, hints_;
  double tolerance_;
  Function reference_;
  std::vector<Case> cases_;
  std::vector<Function> mistakes_;
};

// For mistakes that are flags of one struct: the struct with this flag set.
template <class Slips>
Slips slip(bool Slips::*which) {
  Slips slips;
  slips.*which = true;
  return slips;
}

}  // namespace gg::check
