// Chapter 12. What the student claims is measured once more, with seeds that nobody has seen.
#include <cmath>

#include "demos/lab/data/glyphs.hpp"
#include "demos/lab/train/models.hpp"
#include "demos/lab/train/trainer.hpp"
#include "layers/make_norm.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

constexpr std::size_t kBatch = 32, kSteps = 300;
constexpr double kMostPercent = 17;  // what a careful study stays below
constexpr double kTolerance = 1.5;   // percent of all test images; means of five seeds scatter by 0.4

const lab::Dataset& letters() {
  static const lab::Dataset data = [] {
    lab::Dataset small = lab::resize(lab::glyphs(), 8, 8);
    lab::standardize(small);
    return small;
  }();
  return data;
}

// Puts this thread's generator back to where it was.
class KeptGenerator {
 public:
  KeptGenerator() : before_(default_random()) {}
  ~KeptGenerator() { default_random() = before_; }
  KeptGenerator(const KeptGenerator&) = delete;
  KeptGenerator& operator=(const KeptGenerator&) = delete;

 private:
  Random before_;
};

void require_settings(const std::string& normalizer, std::size_t batch, double lr) {
  make_norm(normalizer, 16);  // throws for one that is not known
  GG_CHECK(batch >= 1 && kBatch % batch == 0, "study: expected a batch that divides ", kBatch, ", got ",
           batch);
  GG_CHECK(lr > 0 && std::isfinite(lr), "study: expected a learning rate above 0, got ", lr);
}

std::string problem(const Study& study) {
  try {
    require_settings(study.normalizer, study.batch, study.lr);
  } catch (const Error& error) {
    return error.what();
  }
  if (study.error_percent >= 0 && study.error_percent <= 100) return "";
  return "study: expected an error from 0 to 100 percent, got " + text(study.error_percent);
}

Values settings(const Study& study) {
  return {value_of("normalizer " + study.normalizer + ", images a normalizer sees", study.batch),
          value_of("lr", study.lr), value_of("error claimed, in percent", study.error_percent)};
}

Failure failure(const std::string& name, const Study& study, const Values& received, const Values& expected,
                const std::string& hint) {
  return {name, settings(study), {received, {}, false}, {expected, {}, false}, hint};
}

const char *const kSensible = "the settings can be trained", *const kLearns = "the net learns the letters",
                  *const kHolds = "the claim holds";
const char* const kUnlearned =
    "The error is too large. Try a learning rate a few times larger and a few times smaller, and plot the "
    "error.";
const char* const kUnproven =
    "The claim does not hold for other seeds than yours. Train with several, and claim the mean of their "
    "errors.";

Result checked(const Study& study, const std::vector<std::uint64_t>& seeds) {
  Result result{"study", {{kSensible, false}, {kLearns, false}, {kHolds, false}}, {}};
  if (const std::string what = problem(study); !what.empty()) {
    result.failure = failure(kSensible, study, {}, {}, what);
    return result;
  }
  double measured = 0;
  for (const std::uint64_t seed : seeds)
    measured +=
        study_error(study.normalizer, study.batch, study.lr, seed) / static_cast<double>(seeds.size());
  const Value error = value_of("error measured, in percent", measured);
  result.cases[0].passed = true;
  result.cases[1].passed = measured <= kMostPercent;
  result.cases[2].passed = std::abs(measured - study.error_percent) <= kTolerance;
  if (!result.cases[1].passed) {
    result.failure =
        failure(kLearns, study, {error}, {value_of("error in percent, at most", kMostPercent)}, kUnlearned);
  } else if (!result.cases[2].passed) {
    result.failure = failure(kHolds, study, {value_of("error claimed, in percent", study.error_percent)},
                             {error, value_of("give or take", kTolerance)}, kUnproven);
  }
  return result;
}

}  // namespace

double study_error(const std::string& normalizer, std::size_t batch, double lr, std::uint64_t seed) {
  require_settings(normalizer, batch, lr);
  const KeptGenerator kept;
  manual_seed(seed);
  lab::ModelOptions model;
  model.norm = normalizer;
  const ModulePtr net = lab::make_model(model);
  lab::TrainOptions o;
  o.steps = kSteps;
  o.batch = kBatch;
  o.norm_batch = batch;
  o.lr = lr;
  o.seed = seed;
  const bool diverged = lab::train(*net, letters().train, o).diverged;
  return diverged ? 100 : lab::evaluate(*net, letters().test).error;
}

Result study(const std::function<Study()>& student) {
  Study claimed;
  try {
    claimed = student();
  } catch (const std::exception& error) {
    Result result{"study", {{kSensible, false}, {kLearns, false}, {kHolds, false}}, {}};
    const bool not_written = dynamic_cast<const NotWritten*>(&error) != nullptr;
    result.failure = Failure{kSensible, {}, {{}, error.what(), not_written}, {}, ""};
    result.failure->hint = not_written
                               ? "This function is not written yet."
                               : std::string("The function throws where it should return: ") + error.what();
    return result;
  }
  return checked(claimed, {101, 102, 103, 104, 105});
}

TriedMistakes study_mistakes() {
  const std::vector<std::uint64_t> seed = {101};
  return {{"study: expected a batch that divides 32, got 5", checked({"gn:c8", 5, 0.1, 20}, seed)},
          {"study: expected a learning rate above 0, got 0", checked({"gn:c8", 8, 0, 20}, seed)},
          {"study: expected an error from 0 to 100 percent, got -1", checked({"gn:c8", 8, 0.1, -1}, seed)},
          {kUnlearned, checked({"gn:c8", 2, 1e-4, 15}, seed)},
          {kUnlearned, checked({"none", 2, 1e6, 100}, seed)},
          {kUnproven, checked({"gn:c8", 2, 0.1, 1}, seed)}};
}

}  // namespace gg::check
