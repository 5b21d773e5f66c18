// The elements of x (N, C, *spatial), and the sets that a normalization takes its means and variances over.
#pragma once

#include <functional>
#include <vector>

#include "core/tensor.hpp"

namespace gg::check {

// Where an element is: its sample, its channel, and its number among the positions of that channel.
struct Place {
  std::size_t n, c, s;
};

std::size_t positions(const Tensor& x);  // of a channel
Place place(const Tensor& x, std::size_t element);

// Each element belongs to one of `count` sets.
struct Sets {
  std::size_t count;
  std::function<std::size_t(const Place&)> of;
};

Sets one_set();                                              // all elements
Sets channel_sets(const Tensor& x);                          // batch norm
Sets sample_sets(const Tensor& x);                           // layer norm
Sets sample_channel_sets(const Tensor& x);                   // instance norm
Sets group_sets(const Tensor& x, std::size_t groups);        // group norm
Sets interleaved_sets(const Tensor& x, std::size_t groups);  // channel c in group c % groups
Sets channel_position_sets(const Tensor& x);                 // over the batch alone

// Of each set.
struct Moments {
  std::vector<double> mean, var, size;  // var is biased
};

Moments moments(const Tensor& x, const Sets& sets);

// The mean of f(element) over each set.
std::vector<double> means(const Tensor& x, const Sets& sets, const std::function<double(std::size_t)>& f);

// Random numbers around 2 with deviation 3, far enough from 0 and 1 to tell a deviation from a variance.
Tensor spread_numbers(const Shape& shape, std::uint64_t seed);

}  // namespace gg::check
