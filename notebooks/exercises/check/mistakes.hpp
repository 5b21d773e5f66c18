// What each check says of the mistakes it knows: for the table, and for the tests.
#pragma once

#include "notebooks/exercises/check/exercises.hpp"

namespace gg::check {

using TriedMistakes = std::vector<std::pair<std::string, Result>>;  // the hint it should give, and what came

TriedMistakes derivative_mistakes();
TriedMistakes central_difference_mistakes();
TriedMistakes gradient_of_shared_mistakes();
TriedMistakes broadcast_shape_mistakes();
TriedMistakes sum_to_shape_mistakes();
TriedMistakes check_gradient_mistakes();
TriedMistakes topological_order_mistakes();
TriedMistakes accumulate_gradients_mistakes();
TriedMistakes softmax_mistakes();
TriedMistakes cross_entropy_gradient_mistakes();
TriedMistakes linear_backward_mistakes();
TriedMistakes conv_output_size_mistakes();
TriedMistakes conv2d_mistakes();
TriedMistakes im2col_mistakes();
TriedMistakes momentum_step_mistakes();
TriedMistakes adam_step_mistakes();
TriedMistakes cosine_rate_mistakes();
TriedMistakes batch_norm_mistakes();
TriedMistakes group_norm_mistakes();
TriedMistakes axes_of_mistakes();
TriedMistakes group_norm_backward_mistakes();
TriedMistakes batch_norm_backward_mistakes();
TriedMistakes running_statistics_mistakes();
TriedMistakes micro_batch_gradient_mistakes();
TriedMistakes fix_batch_norm_mistakes();
TriedMistakes percentiles_mistakes();
TriedMistakes power_iteration_mistakes();
TriedMistakes band_area_mistakes();
TriedMistakes group_norm_plus_mistakes();
TriedMistakes residual_block_mistakes();
TriedMistakes study_mistakes();

}  // namespace gg::check
