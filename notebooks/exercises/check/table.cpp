#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {

const std::vector<Entry>& exercise_table() {
  static const std::vector<Entry> table = {
      {"derivative", "the derivative of x^3 - 2 x + sin(3 x)", 1, derivative_mistakes},
      {"central_difference", "a derivative from two values", 1, central_difference_mistakes},
      {"gradient_of_shared", "the derivative through a value used twice", 1, gradient_of_shared_mistakes},
      {"broadcast_shape", "the shape of a broadcast result", 2, broadcast_shape_mistakes},
      {"sum_to_shape", "the gradient of broadcasting", 2, sum_to_shape_mistakes},
      {"check_gradient", "a gradient check", 2, check_gradient_mistakes},
      {"topological_order", "inputs before what is made of them", 3, topological_order_mistakes},
      {"accumulate_gradients", "the backward pass over a graph", 3, accumulate_gradients_mistakes},
      {"softmax", "softmax without overflow", 4, softmax_mistakes},
      {"cross_entropy_gradient", "the gradient of cross-entropy", 4, cross_entropy_gradient_mistakes},
      {"linear_backward", "the gradients of a linear layer", 4, linear_backward_mistakes},
      {"conv_output_size", "the size of a convolution's output", 5, conv_output_size_mistakes},
      {"conv2d", "convolution by loops", 5, conv2d_mistakes},
      {"im2col", "an image as columns", 5, im2col_mistakes},
      {"momentum_step", "a step with momentum", 6, momentum_step_mistakes},
      {"adam_step", "a step of Adam", 6, adam_step_mistakes},
      {"cosine_rate", "warm-up, then half a cosine", 6, cosine_rate_mistakes},
      {"batch_norm", "batch norm by hand", 7, batch_norm_mistakes},
      {"group_norm", "group norm by hand", 7, group_norm_mistakes},
      {"axes_of", "the axes that each normalizer averages over", 7, axes_of_mistakes},
      {"group_norm_backward", "the gradients of group norm", 8, group_norm_backward_mistakes},
      {"batch_norm_backward", "the gradients of batch norm", 8, batch_norm_backward_mistakes},
      {"running_statistics", "running mean and variance", 9, running_statistics_mistakes},
      {"micro_batch_gradient", "one gradient from micro-batches", 9, micro_batch_gradient_mistakes},
      {"fix_batch_norm", "find the two bugs in a batch norm", 9, fix_batch_norm_mistakes, 0,
       "this batch must leave no trace in them."},
      {"percentiles", "percentiles by the nearest rank", 10, percentiles_mistakes},
      {"power_iteration", "the largest eigenvalue, with its sign", 10, power_iteration_mistakes},
      {"band_area", "the learning-rate band as one number", 11, band_area_mistakes},
      {"group_norm_plus", "group norm and batch norm, mixed", 11, group_norm_plus_mistakes},
      {"residual_block", "a residual block with group norm", 12, residual_block_mistakes},
      {"study", "a study of your own", 12, study_mistakes, 60},
  };
  return table;
}

}  // namespace gg::check
