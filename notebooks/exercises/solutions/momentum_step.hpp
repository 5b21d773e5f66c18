#include <tuple>

gg::check::MomentumState momentum_step(double weight, double velocity, double gradient, double lr,
                                       double momentum) {
  const double moved = momentum * velocity + gradient;
  return {weight - lr * moved, moved};
}
