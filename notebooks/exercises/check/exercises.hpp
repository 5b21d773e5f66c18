// The checks of the course's exercises: each takes the student's function and shows what it makes of it.
//
//   double derivative(double x) { return 3 * x * x - 2; }
//   gg::check::derivative(derivative);
//
// What a function must do stands in the statement of its exercise, notebooks/exercises/NAME/statement.md.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "notebooks/exercises/check/result.hpp"

namespace gg::check {

// --- Chapter 1: derivatives

using ScalarFunction = std::function<double(double)>;

Result derivative(const std::function<double(double x)>& student);
Result central_difference(const std::function<double(const ScalarFunction& f, double x, double h)>& student);
Result gradient_of_shared(const std::function<double(double x)>& student);

// --- Chapter 2: tensors and broadcasting

using VectorFunction = std::function<double(const std::vector<double>&)>;          // a number of a vector
using VectorMap = std::function<std::vector<double>(const std::vector<double>&)>;  // a vector of a vector

Result broadcast_shape(const std::function<Shape(const Shape& a, const Shape& b)>& student);
Result sum_to_shape(const std::function<Tensor(const Tensor& dy, const Shape& shape)>& student);
Result check_gradient(const std::function<double(const VectorFunction& f, const VectorMap& gradient,
                                                 const std::vector<double>& x, double h)>& student);

// --- Chapter 3: the graph

using Graph = std::vector<std::vector<std::size_t>>;  // for each node, the nodes that it is computed from

Result topological_order(
    const std::function<std::vector<std::size_t>(const Graph& inputs, std::size_t root)>& student);
Result accumulate_gradients(
    const std::function<std::vector<double>(std::size_t nodes, const std::vector<std::size_t>& from,
                                            const std::vector<std::size_t>& to,
                                            const std::vector<double>& slope)>& student);

// --- Chapter 4: linear layers, softmax, cross-entropy

using Gradients = std::tuple<Tensor, Tensor, Tensor>;  // of an input and two parameters

Result softmax(const std::function<Tensor(const Tensor& logits)>& student);
Result cross_entropy_gradient(
    const std::function<Tensor(const Tensor& logits, const std::vector<std::size_t>& targets)>& student);
Result linear_backward(
    const std::function<Gradients(const Tensor& x, const Tensor& weight, const Tensor& dy)>& student);

// --- Chapter 5: convolution

Result conv_output_size(
    const std::function<std::size_t(std::size_t size, std::size_t kernel, std::size_t stride,
                                    std::size_t padding, std::size_t dilation)>& student);
Result conv2d(const std::function<Tensor(const Tensor& x, const Tensor& weight, std::size_t stride,
                                         std::size_t padding)>& student);
Result im2col(const std::function<Tensor(const Tensor& x, std::size_t kernel, std::size_t stride,
                                         std::size_t padding)>& student);

// --- Chapter 6: training

using MomentumState = std::tuple<double, double>;      // weight, velocity
using AdamState = std::tuple<double, double, double>;  // weight, m, v

Result momentum_step(const std::function<MomentumState(double weight, double velocity, double gradient,
                                                       double lr, double momentum)>& student);
Result adam_step(
    const std::function<AdamState(double weight, double m, double v, double gradient, std::size_t t,
                                  double lr, double beta1, double beta2, double eps)>& student);
Result cosine_rate(
    const std::function<double(std::size_t step, std::size_t warmup, std::size_t steps, double lr)>& student);

// --- Chapter 7: normalization

Result batch_norm(const std::function<Tensor(const Tensor& x, const Tensor& gamma, const Tensor& beta,
                                             double eps)>& student);
Result group_norm(const std::function<Tensor(const Tensor& x, std::size_t groups, const Tensor& gamma,
                                             const Tensor& beta, double eps)>& student);
Result axes_of(const std::function<Axes(const std::string& normalizer)>& student);

// --- Chapter 8: backward passes of normalizations

Result group_norm_backward(
    const std::function<Gradients(const Tensor& x, const Tensor& gamma, const Tensor& dy, std::size_t groups,
                                  double eps)>& student);
Result batch_norm_backward(const std::function<Gradients(const Tensor& x, const Tensor& gamma,
                                                         const Tensor& dy, double eps)>& student);

// --- Chapter 9: small batches

using MeanAndVariance = std::tuple<double, double>;
using OutputAndStatistics = std::tuple<Tensor, Tensor, Tensor>;  // y, running mean, running variance

Result running_statistics(
    const std::function<MeanAndVariance(double running_mean, double running_var,
                                        const std::vector<double>& batch, double momentum)>& student);
Result micro_batch_gradient(
    const std::function<Tensor(const Tensor& gradients, const std::vector<std::size_t>& sizes)>& student);
Result fix_batch_norm(const std::function<OutputAndStatistics(const Tensor& x, const Tensor& running_mean,
                                                              const Tensor& running_var, bool training,
                                                              double momentum, double eps)>& student);

// --- Chapter 10: inside training

Result percentiles(const std::function<std::vector<double>(const std::vector<double>& values,
                                                           const std::vector<double>& percents)>& student);
Result power_iteration(const std::function<double(const VectorMap& product, const std::vector<double>& start,
                                                  std::size_t iterations)>& student);

// --- Chapter 11: what group norm is not good at

Result band_area(const std::function<double(const Tensor& losses)>& student);
Result group_norm_plus(const std::function<Tensor(const Tensor& x, std::size_t groups, const Tensor& gamma,
                                                  const Tensor& beta, double lambda, double eps)>& student);

// --- Chapter 12: a net of one's own

// What a study found: with these settings, so many percent of the test images are labelled wrongly.
struct Study {
  std::string normalizer;    // as make_norm takes it: "gn:c8"
  std::size_t batch = 0;     // images that a normalizer sees at a time: 2, 4, 8, 16 or 32
  double lr = 0;             // learning rate at the start
  double error_percent = 0;  // mean over the seeds
};

Result residual_block(
    const std::function<Tensor(const Tensor& x, const Tensor& weight1, const Tensor& weight2,
                               const Tensor& gamma2, std::size_t groups)>& student);
Result study(const std::function<Study()>& student);

// What a study measures: trains a small convolutional net with that normalizer for 300 steps of 32 hand-drawn
// letters, 8 x 8, by SGD with momentum and a cosine schedule, a normalizer seeing `batch` images at a time;
// then the percent of 2000 test images that it labels wrongly, 100 if it diverged. The same seed gives the
// same number. Throws Error for an unknown normalizer, a batch that does not divide 32, and a rate that is
// not above 0.
double study_error(const std::string& normalizer, std::size_t batch, double lr, std::uint64_t seed);

// --- All of them

struct Entry {
  const char* name;   // of the function, and of the exercise's folder
  const char* title;  // what is to be done, in a few words
  int chapter;
  // What the check says of each mistake that it knows, under the hint it should give.
  std::vector<std::pair<std::string, Result>> (*try_mistakes)();
  double seconds = 0;  // the least time that `grade` gives its check, where that is long
  // What the check says of the stub. One is no empty function, but a whole one with bugs to be found.
  const char* of_the_stub = "This function is not written yet.";
};

const std::vector<Entry>& exercise_table();

}  // namespace gg::check
