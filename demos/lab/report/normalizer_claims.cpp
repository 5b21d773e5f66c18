#include "demos/lab/report/normalizer_claims.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/report/claim.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/stability.hpp"
#include "layers/batch_renorm.hpp"

namespace gg::lab {
namespace {

enum class Batch { small, ordinary, both };

// The second family's error against the first's.
struct Effect {
  const char *from, *to;
  Batch batch;
  Verdict way;
  const char* published;
};

// A published effect is a row here.
const Effect effects[] = {
    {"bn", "gn", Batch::small, Verdict::lower,
     "at 2 images per worker group norm is far ahead of batch norm, 24.1 against 34.7 % (Wu and He, 2018, "
     "arXiv 1803.08494; ResNet-50 on ImageNet)."},
    {"bn", "gn", Batch::ordinary, Verdict::higher,
     "at 32 images per worker group norm is behind batch norm, 24.1 against 23.6 % (Wu and He, 2018)."},
    {"gn", "in", Batch::ordinary, Verdict::higher,
     "instance norm is behind group norm, 28.4 against 24.1 % (Wu and He, 2018)."},
    {"bn", "brn", Batch::small, Verdict::lower,
     "at 4 images per worker batch renorm, with r_max 1.5 and d_max 0.5, is ahead of batch norm, 26.3 "
     "against 27.3 % (Wu and He, 2018, of Ioffe's arXiv 1702.03275)."},
    {"gn", "gnplus", Batch::both, Verdict::lower,
     "GN+, built on group norm, is ahead of it whatever the batch (Gunawan, Yin and Zhang, 2022, arXiv "
     "2207.01972)."},
    {"gn", "ws+gn", Batch::both, Verdict::lower,
     "weight standardization makes group norm better (Qiao et al., 2019, arXiv 1903.10520)."},
    {"bn", "bcn", Batch::small, Verdict::lower,
     "batch-channel norm makes micro-batch training better (Qiao et al., 2019, arXiv 1911.09738)."},
    {"bn", "sn", Batch::both, Verdict::lower,
     "switchable norm is ahead of batch norm, in accuracy by 0.5 points at 32 images per worker and by 10.3 "
     "at 2 (Luo et al., 2018, arXiv 1806.10779; ResNet-50 on ImageNet)."},
    {"bn", "frn", Batch::ordinary, Verdict::lower,
     "filter response norm is ahead of batch norm by 0.7 to 1 points at large batches (Singh and Krishnan, "
     "2019, arXiv 1911.09737; ImageNet)."},
    {"gn", "frn", Batch::small, Verdict::lower,
     "filter response norm is ahead of group norm by over 1 point at small batches (Singh and Krishnan, "
     "2019)."},
    {"bn", "evo", Batch::small, Verdict::lower,
     "EvoNorm-S0 is ahead of batch norm with ReLU at small batches (Liu et al., 2020, arXiv 2004.02967)."},
};

constexpr std::size_t largest_small = 4, smallest_ordinary = 16;

std::vector<std::size_t> batches_of(const NormalizerScores& scores, Batch kind) {
  std::vector<std::size_t> batches;
  if (scores.batches().empty()) return batches;
  const std::size_t largest = scores.batches().front(), smallest = scores.batches().back();
  if (kind != Batch::small && largest >= smallest_ordinary) batches.push_back(largest);
  if (kind != Batch::ordinary && smallest <= largest_small) batches.push_back(smallest);
  return batches;
}

// What two normalizers at one batch say of an effect.
void hold_against(const NormalizerScores& scores, const std::string& from, const std::string& to,
                  std::size_t batch, Verdict way, std::vector<Answer>& answers, std::string& here) {
  const Group a = scores.at(from, batch).error_group(), b = scores.at(to, batch).error_group();
  if (a.values.size() + a.failed == 0 || b.values.size() + b.failed == 0) return;
  const bool both_ended = !a.values.empty() && !b.values.empty();
  answers.push_back(both_ended ? answer_to(compare(a, b), way) : Answer::unsettled);
  here += (here.empty() ? "" : "; ") + ("at batch " + text(batch)) + " " + comparison_text(a, b);
}

// Where a normalizer is not set up as it was published.
std::string setup_text(const Effect& effect) {
  if (effect.to != std::string("brn")) return "";
  const BatchRenormOptions o;
  return "with r_max " + text(o.r_max) + " and d_max " + text(o.d_max) +
         (o.warmup == 0 ? " from the first step on" : "") + " instead, ";
}

}  // namespace

std::vector<std::string> normalizer_claims(const NormalizerScores& scores) {
  std::vector<std::string> out;
  for (const Effect& effect : effects) {
    std::vector<Answer> answers;
    std::string here;
    for (const auto& from : norms_of_family(scores.norms(), effect.from)) {
      for (const auto& to : norms_of_family(scores.norms(), effect.to)) {
        for (std::size_t batch : batches_of(scores, effect.batch))
          hold_against(scores, from, to, batch, effect.way, answers, here);
      }
    }
    if (!answers.empty())
      out.push_back(claim_text({effect.published, joint_answer(answers), setup_text(effect) + here}));
  }
  return out;
}

}  // namespace gg::lab
