#include "layers/make_norm.hpp"

#include <algorithm>

#include "layers/batch_channel_norm.hpp"
#include "layers/batch_norm.hpp"
#include "layers/batch_renorm.hpp"
#include "layers/evo_norm.hpp"
#include "layers/examples_channels_norm.hpp"
#include "layers/filter_response_norm.hpp"
#include "layers/flatten.hpp"
#include "layers/ghost_batch_norm.hpp"
#include "layers/grn.hpp"
#include "layers/group_norm.hpp"
#include "layers/group_norm_plus.hpp"
#include "layers/instance_norm.hpp"
#include "layers/rms_norm.hpp"
#include "layers/switchable_norm.hpp"
#include "layers/weight_standardization.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// What may follow the colon: nothing; "8" or "c4"; "4"; "4x8" or "nx8".
enum class Takes { nothing, groups, samples, examples_and_channels };

// What did follow it.
struct Argument {
  std::size_t groups = 0, channels_per_group = 0;  // one of them
  std::size_t examples = kWholeBatch;              // in a group; 1: no sample sees another

  // The number of groups, however it was said. Group norm knows what divides, and says so.
  std::size_t groups_of(std::size_t channels) const {
    return groups ? GroupNorm(groups, channels).num_groups()
                  : GroupNorm(ChannelsPerGroup{channels_per_group}, channels).num_groups();
  }
};

struct Row {
  const char* name;
  const char* help;
  const char* usual;  // the text that programs take if not told
  Takes takes;
  bool sees_batch;
  bool has_activation;
  ModulePtr (*make)(const Argument& argument, std::size_t channels);
};

ModulePtr group_norm_plus(const Argument& a, std::size_t C, Arrangement arrangement) {
  GroupNormPlusOptions options;
  options.arrangement = arrangement;
  return make<GroupNormPlus>(a.groups_of(C), C, options);
}

ModulePtr rms_norm(const Argument&, std::size_t C) {
  RMSNormOptions options;
  options.whole_samples = true;
  return make<RMSNorm>(Shape{C}, options);
}

// A new normalizer is a row here. Its look in charts is another, in demos/lab/chart/style.cpp.
const Row kRows[] = {
    {"bn", "bn: batch norm", "bn", Takes::nothing, true, false,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<BatchNorm>(C); }},
    {"gn", "gn:G or gn:cK: group norm with G groups, or with K channels a group", "gn:c8", Takes::groups,
     false, false,
     [](const Argument& a, std::size_t C) -> ModulePtr { return make<GroupNorm>(a.groups_of(C), C); }},
    {"ln", "ln: layer norm over (C, *spatial)", "ln", Takes::nothing, false, false,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<GroupNorm>(1, C); }},
    {"in", "in: instance norm", "in", Takes::nothing, false, false,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<InstanceNorm>(C); }},
    {"gnplus", "gnplus:G or gnplus:cK: group norm and batch norm of its result, mixed", "gnplus:c8",
     Takes::groups, true, false,
     [](const Argument& a, std::size_t C) { return group_norm_plus(a, C, Arrangement::gn_first); }},
    {"gnplus-bn", "gnplus-bn:G or gnplus-bn:cK: batch norm and group norm of its result, mixed",
     "gnplus-bn:c8", Takes::groups, true, false,
     [](const Argument& a, std::size_t C) { return group_norm_plus(a, C, Arrangement::bn_first); }},
    {"gnplus-par", "gnplus-par:G or gnplus-par:cK: group norm and batch norm side by side, mixed",
     "gnplus-par:c8", Takes::groups, true, false,
     [](const Argument& a, std::size_t C) { return group_norm_plus(a, C, Arrangement::parallel); }},
    {"brn", "brn: batch renorm", "brn", Takes::nothing, true, false,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<BatchRenorm>(C); }},
    {"bcn", "bcn:G or bcn:cK: batch-channel norm, by running statistics and then in groups", "bcn:c8",
     Takes::groups, true, false,
     [](const Argument& a, std::size_t C) -> ModulePtr { return make<BatchChannelNorm>(a.groups_of(C), C); }},
    {"sn", "sn: switchable norm, a learned mixture of in, ln and bn", "sn", Takes::nothing, true, false,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<SwitchableNorm>(C); }},
    {"frn", "frn: filter response norm, with an activation of its own", "frn", Takes::nothing, false, true,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<FilterResponseNorm>(C); }},
    {"evo", "evo:G or evo:cK: EvoNorm-S0, normalizer and activation in one", "evo:c8", Takes::groups, false,
     true, [](const Argument& a, std::size_t C) -> ModulePtr { return make<EvoNormS0>(a.groups_of(C), C); }},
    {"rms", "rms: RMS norm over (C, *spatial)", "rms", Takes::nothing, false, false, rms_norm},
    {"ghost", "ghost:N: ghost batch norm, batch norm of each N samples", "ghost:8", Takes::samples, true,
     false,
     [](const Argument& a, std::size_t C) -> ModulePtr { return make<GhostBatchNorm>(a.examples, C); }},
    {"ecn", "ecn:ExK or ecn:nxK: groups of E examples (n: the whole batch) and K channels", "ecn:8x8",
     Takes::examples_and_channels, true, false,
     [](const Argument& a, std::size_t C) -> ModulePtr {
       return make<ExamplesChannelsNorm>(a.examples, a.channels_per_group, C);
     }},
    {"grn", "grn: global response norm; lets channels compete, but brings them to no size", "grn",
     Takes::nothing, false, false, [](const Argument&, std::size_t C) -> ModulePtr { return make<GRN>(C); }},
    {"none", "none: no normalization", "none", Takes::nothing, false, false,
     [](const Argument&, std::size_t) -> ModulePtr { return make<Identity>(); }},
};

constexpr const char* kWrap = "ws+";
constexpr const char* kWrapHelp = "ws+NORM: any of these, after layers with standardized weights";

std::string without_wrap(const std::string& spec) {
  return norm_wraps_weights(spec) ? spec.substr(std::string(kWrap).size()) : spec;
}

const Row* find_row(const std::string& spec) {
  const std::string rest = without_wrap(spec), name = rest.substr(0, rest.find(':'));
  const auto* found =
      std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& row) { return name == row.name; });
  return found == std::end(kRows) ? nullptr : found;
}

// A number of at least 1 and at most nine digits, or 0 if that is not what the text is.
std::size_t number_in(const std::string& digits) {
  const bool number = !digits.empty() && digits.size() <= 9 &&
                      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? std::stoul(digits) : 0;
}

// Whether the part of the text behind its name is what the row takes; if so, it is read into `argument`.
bool parse(const std::string& spec, Takes takes, Argument& argument) {
  const auto colon = spec.find(':');
  if (colon == std::string::npos || takes == Takes::nothing)
    return colon == std::string::npos && takes == Takes::nothing;
  const std::string rest = spec.substr(colon + 1);
  if (takes == Takes::samples) return (argument.examples = number_in(rest)) > 0;
  if (takes == Takes::groups && rest[0] == 'c')
    return (argument.channels_per_group = number_in(rest.substr(1))) > 0;
  if (takes == Takes::groups) return (argument.groups = number_in(rest)) > 0;
  const auto cross = rest.find('x');
  if (cross == std::string::npos) return false;
  const std::string examples = rest.substr(0, cross);
  argument.examples = examples == "n" ? kWholeBatch : number_in(examples);
  argument.channels_per_group = number_in(rest.substr(cross + 1));
  return (examples == "n" || argument.examples > 0) && argument.channels_per_group > 0;
}

}  // namespace

bool norm_wraps_weights(const std::string& spec) { return spec.rfind(kWrap, 0) == 0; }

bool norm_sees_batch(const std::string& spec) {
  const Row* row = find_row(spec);
  Argument argument;
  const bool alone = row && parse(spec, row->takes, argument) && argument.examples == 1;
  return !row || (row->sees_batch && !alone);
}

bool norm_has_activation(const std::string& spec) {
  const Row* row = find_row(spec);
  return row && row->has_activation;
}

std::vector<std::string> norm_specs() {
  std::vector<std::string> lines;
  for (const Row& row : kRows) lines.push_back(row.help);
  lines.push_back(kWrapHelp);
  return lines;
}

std::vector<std::string> usual_norms() {
  std::vector<std::string> specs;
  for (const Row& row : kRows) specs.push_back(row.usual);
  return specs;
}

ModulePtr make_norm(const std::string& spec, std::size_t num_channels) {
  const Row* row = find_row(spec);
  if (!row) {
    std::string known;
    for (const std::string& line : norm_specs()) known += "\n  " + line;
    fail_with("make_norm: unknown normalizer '", spec, "'; there are", known);
  }
  Argument argument;
  GG_CHECK(parse(spec, row->takes, argument), "make_norm: '", spec, "' does not fit ", row->help,
           "; expected numbers of at least 1");
  return row->make(argument, num_channels);
}

ModulePtr with_weight_standardization(const std::string& spec, const ModulePtr& layer) {
  if (!norm_wraps_weights(spec)) return layer;
  return make<WeightStandardization>(layer);
}

}  // namespace GG_SCALAR
}  // namespace gg
