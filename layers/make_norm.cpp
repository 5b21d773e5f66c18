#include "layers/make_norm.hpp"

#include <algorithm>

#include "layers/batch_norm.hpp"
#include "layers/flatten.hpp"
#include "layers/group_norm.hpp"
#include "layers/instance_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// What follows the colon, if anything: "8", or "c4".
struct Argument {
  std::size_t number = 0;
  bool per_channel_count = false;
  bool given = false;
};

struct Row {
  const char* name;
  const char* help;
  bool takes_argument;
  bool sees_batch;
  ModulePtr (*make)(const Argument& argument, std::size_t channels);
};

// A new normalizer is a row here.
const Row kRows[] = {
    {"bn", "bn: batch norm", false, true,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<BatchNorm>(C); }},
    {"gn", "gn:G or gn:cK: group norm with G groups, or with K channels a group", true, false,
     [](const Argument& a, std::size_t C) -> ModulePtr {
       if (a.per_channel_count) return make<GroupNorm>(ChannelsPerGroup{a.number}, C);
       return make<GroupNorm>(a.number, C);
     }},
    {"ln", "ln: layer norm over (C, *spatial)", false, false,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<GroupNorm>(1, C); }},
    {"in", "in: instance norm", false, false,
     [](const Argument&, std::size_t C) -> ModulePtr { return make<InstanceNorm>(C); }},
    {"none", "none: no normalization", false, false,
     [](const Argument&, std::size_t) -> ModulePtr { return make<Identity>(); }},
};

std::string name_of(const std::string& spec) { return spec.substr(0, spec.find(':')); }

Argument parse_argument(const std::string& spec) {
  const auto colon = spec.find(':');
  if (colon == std::string::npos) return {};
  std::string digits = spec.substr(colon + 1);
  Argument argument;
  argument.given = true;
  if (!digits.empty() && digits[0] == 'c') {
    argument.per_channel_count = true;
    digits.erase(0, 1);
  }
  const bool number = !digits.empty() && digits.size() <= 9 &&
                      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  GG_CHECK(number && std::stoul(digits) >= 1,
           "make_norm: expected a number of at least 1 after the colon in '", spec, "'");
  argument.number = std::stoul(digits);
  return argument;
}

}  // namespace

bool norm_sees_batch(const std::string& spec) {
  for (const Row& row : kRows) {
    if (name_of(spec) == row.name) return row.sees_batch;
  }
  return true;
}

std::vector<std::string> norm_specs() {
  std::vector<std::string> lines;
  for (const Row& row : kRows) lines.push_back(row.help);
  return lines;
}

ModulePtr make_norm(const std::string& spec, std::size_t num_channels) {
  std::string known;
  for (const Row& row : kRows) {
    known += std::string("\n  ") + row.help;
    if (name_of(spec) != row.name) continue;
    const Argument argument = parse_argument(spec);
    GG_CHECK(argument.given == row.takes_argument, "make_norm: '", spec, "' does not fit ", row.help);
    return row.make(argument, num_channels);
  }
  fail_with("make_norm: unknown normalizer '", spec, "'; there are", known);
}

}  // namespace GG_SCALAR
}  // namespace gg
