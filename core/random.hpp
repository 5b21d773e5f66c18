// Random numbers: one seeded generator type that gives the same numbers on every machine.
//
// The engine is xoshiro256** (Blackman and Vigna, 2018), seeded through splitmix64. The standard library's
// distributions differ between implementations, so the few that are needed are written here.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/config.hpp"

namespace gg {

// A stream of random numbers. Copies go on with the same numbers, each on its own.
class Random {
 public:
  // Generators with the same seed and another stream are independent: one for the
  // weights, one for shuffling, ...
  explicit Random(std::uint64_t seed = 0, std::uint64_t stream = 0);

  std::uint64_t next();                     // 64 random bits
  double uniform();                         // in [0, 1)
  double uniform(double low, double high);  // in [low, high)
  double normal();                          // mean 0, standard deviation 1
  std::size_t below(std::size_t n);         // in {0, ..., n - 1}, unbiased; throws on n = 0
  bool bernoulli(double p);                 // true with probability p

  // Where the generator stands, as a text to be kept in a file; set_state goes on from there, and throws for
  // anything else.
  std::string state() const;
  void set_state(const std::string& state);

  // Puts the items into an order drawn evenly from all orders.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

// The generator of this thread, which initializers, randn and dropout draw from
// unless they are given another.
Random& default_random();

// Restarts the generator of this thread; call it first for reproducible runs.
void manual_seed(std::uint64_t seed);

}  // namespace gg
