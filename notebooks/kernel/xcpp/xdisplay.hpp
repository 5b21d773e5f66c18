// What a cell shows, under the names that users of xeus-cling and xeus-cpp know:
//
//   xcpp::display(x);             // rich where x can be shown richly, else as operator<< prints it
//   xcpp::display(x, id);         // under a name ...
//   xcpp::display(x, id, true);   // ... by which it is replaced later
//   xcpp::clear_output();
//
// A type is shown richly by a function beside it, found by argument-dependent lookup:
//
//   nlohmann::json mime_bundle_repr(const T& x);   // {"text/plain": ..., "text/html": ...}
#pragma once

#include <iterator>
#include <sstream>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <nlohmann/json.hpp>

#if __has_include(<xeus/xguid.hpp>)
#include <xeus/xguid.hpp>  // xeus::xguid and xeus::new_xguid(), for names
#endif

// A mime_bundle_repr for a whole family of types, as a template, does not collide with one of ours.
#define XCPP_RANKED_DISPLAY 1

namespace nl = nlohmann;

namespace xcpp {
namespace kernel {

// In the kernel. An empty id is none.
void publish(const nlohmann::json& bundle, const char* id, bool update);
void publish_text(const std::string& text, const char* id, bool update);
void publish_result(const nlohmann::json& bundle);
void publish_result_text(const std::string& text);
void clear(bool wait);

template <class T, class = void>
struct HasBundle : std::false_type {};
template <class T>
struct HasBundle<T, std::void_t<decltype(mime_bundle_repr(std::declval<const T&>()))>> : std::true_type {};

template <class T, class = void>
struct Prints : std::false_type {};
template <class T>
struct Prints<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

template <class T, class = void>
struct IsRange : std::false_type {};
template <class T>
struct IsRange<
    T, std::void_t<decltype(std::begin(std::declval<const T&>()) != std::end(std::declval<const T&>()))>>
    : std::true_type {};

template <class T>
void print(std::ostream& out, const T& x);

template <class A, class B>
void print(std::ostream& out, const std::pair<A, B>& x) {
  print(out, x.first);
  out << ": ";
  print(out, x.second);
}

template <class T>
void print(std::ostream& out, const T& x) {
  if constexpr (std::is_same_v<T, std::string>) {
    out << '"' << x << '"';
  } else if constexpr (std::is_function_v<T>) {
    out << "a function";
  } else if constexpr (Prints<T>::value) {
    out << x;
  } else if constexpr (IsRange<T>::value) {
    constexpr int most = 100;  // elements
    int n = 0;
    out << "{";
    for (const auto& element : x) {
      out << (n > 0 ? ", " : "");
      if (n++ == most) {
        out << "...";
        break;
      }
      print(out, element);
    }
    out << "}";
  } else {
    out << "an object of " << sizeof(T) << " bytes, without operator<<";
  }
}

template <class T>
std::string text(const T& x) {
  std::ostringstream out;
  out << std::boolalpha;
  print(out, x);
  return out.str();
}

template <class T>
void display(const T& x, const char* id, bool update) {
  if constexpr (HasBundle<T>::value) {
    publish(mime_bundle_repr(x), id, update);
  } else {
    publish_text(text(x), id, update);
  }
}

// The value of a cell's last expression.
template <class T>
void show(const T& x) {
  if constexpr (HasBundle<T>::value) {
    publish_result(mime_bundle_repr(x));
  } else {
    publish_result_text(text(x));
  }
}

inline const char* c_str(const char* id) { return id; }
template <class Id>
const char* c_str(const Id& id) {
  return id.c_str();
}

}  // namespace kernel

template <class T>
void display(const T& x) {
  kernel::display(x, "", false);
}

// Shows x under a name, which is a string or xeus::new_xguid(); with `update`, in place of what is there.
template <class T, class Id>
void display(const T& x, const Id& id, bool update = false) {
  kernel::display(x, kernel::c_str(id), update);
}

// Removes what the cell has shown so far; with `wait`, only when it shows something new.
inline void clear_output(bool wait = false) { kernel::clear(wait); }

}  // namespace xcpp
