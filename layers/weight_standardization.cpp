#include "layers/weight_standardization.hpp"

#include <cmath>

#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "layers/conv_transpose2d.hpp"
#include "layers/mean_square.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// Finds a module's own parameter "weight".
struct FindWeight : Members {
  Tensor* weight = nullptr;

  void parameter(const std::string& name, Tensor& tensor) override {
    if (name == "weight" && tensor.defined()) weight = &tensor;
  }
  void buffer(const std::string&, Tensor&) override {}
  void module_member(const std::string&, ModulePtr&) override {}
};

Tensor& weight_of(Module& layer) {
  FindWeight find;
  layer.members(find);
  GG_CHECK(find.weight && find.weight->dim() >= 2,
           "WeightStandardization: expected a layer with a parameter "
           "'weight' of at least 2 axes, got ",
           layer.describe());
  return *find.weight;
}

// A view in which each output channel has an axis entry of its own, and the axes of its weights.
struct View {
  Shape shape;
  Axes weights;

  std::size_t count() const {
    std::size_t n = 1;
    for (int axis : weights) n *= shape[static_cast<std::size_t>(axis)];
    return n;
  }
};

View view_of(const Module& layer, const Shape& shape) {
  if (const auto* transposed = dynamic_cast<const ConvTranspose2d*>(&layer)) {
    const std::size_t groups = transposed->options().groups;  // weight is (in, out / groups, kh, kw)
    return {{groups, shape[0] / groups, shape[1], shape[2] * shape[3]}, {1, 3}};
  }
  return {{shape[0], numel(shape) / shape[0]}, {1}};
}

// Puts another tensor in a layer's place for its weight, until the end of its scope.
class Swapped {
 public:
  Swapped(Tensor& place, const Tensor& other) : place_(place), raw_(place) { place_ = other; }
  ~Swapped() { place_ = raw_; }
  Swapped(const Swapped&) = delete;
  Swapped& operator=(const Swapped&) = delete;

 private:
  Tensor& place_;
  Tensor raw_;
};

}  // namespace

WeightStandardization::WeightStandardization(ModulePtr layer, double eps)
    : layer_(std::move(layer)), eps_(eps) {
  GG_CHECK(layer_ != nullptr, "WeightStandardization: the layer is null");
  GG_CHECK(eps >= 0, "WeightStandardization: expected eps of at least 0, got ", eps);
  const View view = view_of(*layer_, weight_of(*layer_).shape());
  GG_CHECK(view.count() > 1,
           "WeightStandardization: expected more than 1 weight for each output channel, got ",
           layer_->describe());
}

Tensor WeightStandardization::standardized_weight() const {
  const Tensor& raw = weight_of(*layer_);
  const View view = view_of(*layer_, raw.shape());
  const Tensor c = centred(reshape(raw, view.shape), view.weights);
  const Tensor sd = norm(c, view.weights, true) / std::sqrt(static_cast<double>(view.count()));
  return reshape(c / (sd + eps_), raw.shape());
}

Tensor WeightStandardization::forward(const Tensor& x) {
  const Swapped swapped(weight_of(*layer_), standardized_weight());
  return (*layer_)(x);
}

}  // namespace GG_SCALAR
}  // namespace gg
