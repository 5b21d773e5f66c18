#include "demos/lab/train/distortion.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/check.hpp"
#include "core/ops/dropout.hpp"
#include "core/ops/elementwise.hpp"
#include "demos/lab/train/places.hpp"

namespace gg::lab {
namespace {

using Kind = Distortion::Kind;

constexpr std::uint64_t kDistortionStream = 0x6469;

double strength_in(const std::string& text, double below) {
  const std::string digits = text.substr(text.find(':') + 1);
  std::size_t read = 0;
  double value = 0;
  try {
    value = std::stod(digits, &read);
  } catch (const std::exception&) {
    read = std::string::npos;
  }
  GG_CHECK(read == digits.size() && value > 0 && value < below, "distortion: expected the strength in '",
           text, "' to be a finite number above 0",
           std::isfinite(below) ? " and below " + gg::text(below) : "");
  return value;
}

// One number for each group, channel or element, repeated for what shares it.
Tensor noise_for(const Tensor& y, const Distortion& distortion, const NoiseOptions& o, Random& random) {
  GG_CHECK(y.dim() >= 2, "distortion: expected a normalizer's output to be (N, C, *spatial), got ",
           y.shape());
  const bool grouped = o.granularity == Granularity::group;
  GG_CHECK(!grouped || (o.channels_per_group > 0 && y.size(1) % o.channels_per_group == 0),
           "distortion: expected the channels of a group to divide the ", y.size(1),
           " channels of a normalizer, got ", o.channels_per_group);
  Shape shape = y.shape();
  if (o.granularity != Granularity::element) std::fill(shape.begin() + 2, shape.end(), 1);
  const std::size_t repeat = grouped ? o.channels_per_group : 1;
  Tensor noise = empty(shape);
  Scalar* out = noise.mutable_data();
  for (std::size_t i = 0; i < noise.numel(); i += repeat) {
    const auto value = static_cast<Scalar>(distortion.mean + distortion.strength * random.normal());
    std::fill_n(out + i, repeat, value);
  }
  return noise;
}

// Calls the hook behind each of these modules, of which there must be some.
void hook_all(const Places& places, const std::string& what, const ForwardHook& hook) {
  GG_CHECK(!places.empty(), "distortion: expected a net with ", what, ", and this one has none");
  for (const auto& place : places) place.second->register_forward_hook(hook);
}

}  // namespace

Distortion distortion_named(const std::string& text) {
  constexpr double any = INFINITY;
  if (text == "none") return {};
  if (text == "small") return {Kind::noise, 0.001, 1.001};
  if (text == "big") return {Kind::noise, 0.5, 1.25};
  if (text.rfind("noise:", 0) == 0) return {Kind::noise, 0, strength_in(text, any)};
  if (text.rfind("dropout:", 0) == 0) return {Kind::dropout, 0, strength_in(text, 1)};
  if (text.rfind("input:", 0) == 0) return {Kind::input, 0, strength_in(text, any)};
  fail_with("distortion: unknown distortion '", text,
            "'; there are none, small, big, noise:S, dropout:P, input:S");
}

std::string name_of_distortion(const std::string& text) {
  const Distortion d = distortion_named(text);
  switch (d.kind) {
    case Kind::none:
      return "undistorted";
    case Kind::noise:
      return text == "small" || text == "big" ? text + " noise" : "noise " + gg::text(d.strength);
    case Kind::dropout:
      return "dropout " + gg::text(d.strength);
    case Kind::input:
      return "input noise " + gg::text(d.strength);
  }
  fail_with("name_of_distortion: there is no such kind");
}

Granularity granularity_named(const std::string& text) {
  if (text == "group") return Granularity::group;
  if (text == "channel") return Granularity::channel;
  if (text == "element") return Granularity::element;
  fail_with("granularity: expected group, channel or element, got '", text, "'");
}

void distort(Module& net, TrainOptions& training, const Distortion& distortion, const NoiseOptions& options) {
  if (distortion.kind == Kind::input) training.augmentation.noise = distortion.strength;
  const auto random = std::make_shared<Random>(options.seed, kDistortionStream);
  const auto add_noise = [=](Module& norm, const Tensor&, const Tensor& y) {
    return norm.training() ? y + noise_for(y, distortion, options, *random) : Tensor();
  };
  const auto drop = [=](Module& relu, const Tensor&, const Tensor& y) {
    return relu.training() ? dropout(y, distortion.strength, true, *random) : Tensor();
  };
  if (distortion.kind == Kind::noise) hook_all(norm_places(net), "normalizers", add_noise);
  if (distortion.kind == Kind::dropout) hook_all(activation_places(net), "activations", drop);
}

}  // namespace gg::lab
