// Chapter 8.
#include <cmath>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using Signature = Gradients(const Tensor&, const Tensor&, const Tensor&, std::size_t, double);

// What a student may get wrong.
struct Slips {
  bool no_mean_term = false;        // mean of the gradient not taken off
  bool no_projection_term = false;  // part along x_hat not taken off
  bool gamma_ignored = false;       // in dx
  bool gamma_late = false;          // multiplied after the means are taken off
  bool biased_by_one = false;       // divides by m - 1
  bool overwritten = false;         // dgamma and dbeta of the last sample only
  bool by_group = false;            // dgamma and dbeta summed over the group
  bool raw_x = false;               // dgamma with x in place of x_hat
};

// One set: the elements of a sample whose channels lie in one group.
struct Set {
  std::size_t first, size;  // in the array
  double mean = 0, rstd = 0;
};

Set set_of(const Tensor& x, std::size_t first, std::size_t size, double eps, const Slips& slips) {
  Set set{first, size};
  const auto m = static_cast<double>(size);
  for (std::size_t i = 0; i < size; ++i) set.mean += static_cast<double>(x.data()[first + i]) / m;
  double squares = 0;
  for (std::size_t i = 0; i < size; ++i)
    squares += std::pow(static_cast<double>(x.data()[first + i]) - set.mean, 2);
  set.rstd = 1 / std::sqrt(squares / (slips.biased_by_one ? m - 1 : m) + eps);
  return set;
}

// x is (N, C, *spatial); channel c of an element lies at position / spatial % C.
Gradients backward(const Tensor& x, const Tensor& gamma, const Tensor& dy, std::size_t groups, double eps,
                   const Slips& slips) {
  const std::size_t N = x.size(0), C = x.size(1), spatial = x.numel() / (N * C), per_group = C / groups;
  Tensor dx = zeros(x.shape()), dgamma = zeros({C}), dbeta = zeros({C});
  Scalar *px = dx.mutable_data(), *pg = dgamma.mutable_data(), *pb = dbeta.mutable_data();
  for (std::size_t s = 0; s < N * groups; ++s) {
    const Set set = set_of(x, s * per_group * spatial, per_group * spatial, eps, slips);
    const auto channel = [&](std::size_t i) { return i / spatial % C; };
    const auto hat = [&](std::size_t i) { return (static_cast<double>(x.data()[i]) - set.mean) * set.rstd; };
    const auto weight = [&](std::size_t i) { return static_cast<double>(gamma.data()[channel(i)]); };
    const auto inner = [&](std::size_t i) {
      const double g = static_cast<double>(dy.data()[i]);
      return slips.gamma_ignored || slips.gamma_late ? g : g * weight(i);
    };
    double mean = 0, along = 0;
    for (std::size_t i = set.first; i < set.first + set.size; ++i) {
      mean += inner(i) / static_cast<double>(set.size);
      along += inner(i) * hat(i) / static_cast<double>(set.size);
    }
    for (std::size_t i = set.first; i < set.first + set.size; ++i) {
      const double rest =
          inner(i) - (slips.no_mean_term ? 0 : mean) - (slips.no_projection_term ? 0 : hat(i) * along);
      px[i] = static_cast<Scalar>(set.rstd * rest * (slips.gamma_late ? weight(i) : 1));
      if (slips.overwritten && i / (C * spatial) + 1 < N) continue;
      const auto g = static_cast<double>(dy.data()[i]);
      const double other = slips.raw_x ? static_cast<double>(x.data()[i]) : hat(i);
      const std::size_t c = channel(i), from = slips.by_group ? c / per_group * per_group : c,
                        count = slips.by_group ? per_group : 1;
      for (std::size_t k = from; k < from + count; ++k) {
        pg[k] += static_cast<Scalar>(g * other);
        pb[k] += static_cast<Scalar>(g);
      }
    }
  }
  return {dx, dgamma, dbeta};
}

std::function<Signature> with(const Slips& slips) {
  return [slips](const Tensor& x, const Tensor& gamma, const Tensor& dy, std::size_t groups, double eps) {
    return backward(x, gamma, dy, groups, eps, slips);
  };
}

void add_case(Exercise<Signature>& e, const std::string& name, const Shape& shape, std::size_t groups) {
  Random random(shape.size() + groups);
  const Tensor x = randn(shape, random), dy = randn(shape, random);
  Tensor gamma = randn({shape[1]}, random);
  e.add_case(name, x, gamma, dy, groups, 1e-5);
}

Slips slip(bool Slips::*which) {
  Slips slips;
  slips.*which = true;
  return slips;
}

const Exercise<Signature>& group_norm_backward_exercise() {
  static const auto exercise = [] {
    Exercise<Signature> e("group_norm_backward", {"x", "gamma", "dy", "groups", "eps"},
                          {"dx", "dgamma", "dbeta"}, 1e-3);
    e.reference(with({}));
    add_case(e, "one sample, one group", {1, 2, 3}, 1);
    add_case(e, "two groups", {1, 4, 2}, 2);
    add_case(e, "three samples", {3, 4, 2}, 2);
    add_case(e, "a feedforward layer", {4, 6}, 3);
    add_case(e, "images", {2, 6, 3, 3}, 2);
    e.add_mistake("The mean depends on every x: the mean of dy gamma over the group has to be taken off.",
                  with(slip(&Slips::no_mean_term)));
    e.add_mistake(
        "The variance depends on every x: x_hat times the mean of dy gamma x_hat has to be taken off.",
        with(slip(&Slips::no_projection_term)));
    e.add_mistake("In dx, dy has to be multiplied by gamma first.", with(slip(&Slips::gamma_ignored)));
    e.add_mistake("gamma differs between the channels of a group: multiply by it before the means are taken.",
                  with(slip(&Slips::gamma_late)));
    e.add_mistake("The variance is the biased one: divide by m, not by m - 1.",
                  with(slip(&Slips::biased_by_one)));
    e.add_mistake("dgamma and dbeta must be summed over all samples (+=), not overwritten by the last.",
                  with(slip(&Slips::overwritten)));
    e.add_mistake("gamma and beta are per channel, never per group, and so are their gradients.",
                  with(slip(&Slips::by_group)));
    e.add_mistake("dgamma is the sum of dy times x_hat, not times x.", with(slip(&Slips::raw_x)));
    return e;
  }();
  return exercise;
}

}  // namespace

Result group_norm_backward(const std::function<Signature>& student) {
  return group_norm_backward_exercise().check(student);
}

TriedMistakes group_norm_backward_mistakes() { return group_norm_backward_exercise().try_mistakes(); }

}  // namespace gg::check
