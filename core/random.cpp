#include "core/random.hpp"

#include <cmath>
#include <sstream>

#include "core/check.hpp"

namespace gg {
namespace {

std::uint64_t splitmix64(std::uint64_t& x) {
  x += 0x9e3779b97f4a7c15u;
  std::uint64_t z = x;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

std::uint64_t rotate_left(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t x = seed;
  x = splitmix64(x) ^ (stream * 0xd1342543de82ef95u);
  for (auto& word : state_) word = splitmix64(x);
}

std::uint64_t Random::next() {
  const std::uint64_t out = rotate_left(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate_left(state_[3], 45);
  return out;
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Random::uniform(double low, double high) { return low + (high - low) * uniform(); }

double Random::normal() {
  // Marsaglia's polar method; the second value of each pair is dropped, so the state is the four words alone.
  for (;;) {
    const double u = uniform(-1, 1), v = uniform(-1, 1), s = u * u + v * v;
    if (s > 0 && s < 1) return u * std::sqrt(-2 * std::log(s) / s);
  }
}

std::size_t Random::below(std::size_t n) {
  GG_CHECK(n > 0, "Random::below: expected n >= 1, got 0");
  const std::uint64_t limit = ~std::uint64_t{0} - ~std::uint64_t{0} % n;
  std::uint64_t x = next();
  while (x >= limit) x = next();
  return x % n;
}

bool Random::bernoulli(double p) { return uniform() < p; }

namespace {

constexpr char kGenerator[] = "xoshiro256**";

}  // namespace

std::string Random::state() const {
  std::ostringstream out;
  out << kGenerator << std::hex;
  for (std::uint64_t word : state_) out << ' ' << word;
  return out.str();
}

void Random::set_state(const std::string& state) {
  std::istringstream in(state);
  std::string generator, rest;
  std::array<std::uint64_t, 4> words{};
  in >> generator >> std::hex;
  for (auto& word : words) in >> word;
  const bool all_zero = words == std::array<std::uint64_t, 4>{};  // a state it never leaves
  GG_CHECK(generator == kGenerator && in && !(in >> rest) && !all_zero, "Random: expected a state '",
           kGenerator, " A B C D' of hexadecimal numbers, not all 0, got '", state, "'");
  state_ = words;
}

Random& default_random() {
  thread_local Random random;
  return random;
}

void manual_seed(std::uint64_t seed) { default_random() = Random(seed); }

}  // namespace gg
