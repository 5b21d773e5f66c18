// Chapter 7.
#include <algorithm>
#include <map>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using Signature = Axes(const std::string&);
using Table = std::map<std::string, Axes>;  // of the axes of (N, groups, C / groups, H, W)

std::function<Signature> from(const Table& table) {
  return [table](const std::string& normalizer) { return table.at(normalizer); };
}

std::function<Signature> in_any_order(const std::function<Signature>& student) {
  return [student](const std::string& normalizer) {
    Axes axes = student(normalizer);
    std::sort(axes.begin(), axes.end());
    return axes;
  };
}

const Exercise<Signature>& axes_of_exercise() {
  static const auto exercise = [] {
    Exercise<Signature> e("axes_of", {"normalizer"}, {"axes"});
    const Table right = {{"batch_norm", {0, 3, 4}},
                         {"layer_norm", {1, 2, 3, 4}},
                         {"instance_norm", {3, 4}},
                         {"group_norm", {2, 3, 4}}};
    e.reference(from(right));
    const std::map<std::string, std::string> kept = {{"batch_norm", "channel, whatever its group"},
                                                     {"layer_norm", "sample"},
                                                     {"instance_norm", "channel of each sample"},
                                                     {"group_norm", "group of each sample"}};
    for (const auto& [name, axes] : right) {
      e.add_case(name, name);
      e.hint_for_last_case("Begin with what is kept: " + name + " has one mean for each " + kept.at(name) +
                           ".");
    }
    const auto instead = [&](const std::string& name, const Axes& axes) {
      Table table = right;
      table[name] = axes;
      return from(table);
    };
    e.add_mistake("These are the axes that keep a mean each; asked for are those that are averaged over.",
                  from({{"batch_norm", {1, 2}},
                        {"layer_norm", {0}},
                        {"instance_norm", {0, 1, 2}},
                        {"group_norm", {0, 1}}}));
    e.add_mistake("Axes are counted from 0.", from({{"batch_norm", {1, 4, 5}},
                                                    {"layer_norm", {2, 3, 4, 5}},
                                                    {"instance_norm", {4, 5}},
                                                    {"group_norm", {3, 4, 5}}}));
    e.add_mistake("Batch norm also averages over height and width.", instead("batch_norm", {0}));
    e.add_mistake("Batch norm does not average over channels, neither over groups nor within them.",
                  instead("batch_norm", {0, 1, 2, 3, 4}));
    e.add_mistake("Batch norm is the one that averages over the batch, axis 0.",
                  instead("batch_norm", {3, 4}));
    e.add_mistake("Layer norm, as in the group norm paper, also averages over height and width.",
                  instead("layer_norm", {1, 2}));
    e.add_mistake("Layer norm averages over all channels: over the groups, axis 1, as well.",
                  instead("layer_norm", {2, 3, 4}));
    e.add_mistake("Instance norm averages over no channels: each has its own mean.",
                  instead("instance_norm", {2, 3, 4}));
    e.add_mistake("Instance norm treats each sample alone: axis 0 does not belong to it.",
                  instead("instance_norm", {0, 3, 4}));
    e.add_mistake(
        "A group is axis 2, the channels within it; averaging over axis 1 joins channels of different "
        "groups.",
        instead("group_norm", {1, 3, 4}));
    e.add_mistake("Group norm does not average over the groups, axis 1: that would be layer norm.",
                  instead("group_norm", {1, 2, 3, 4}));
    e.add_mistake("Group norm averages over the channels of a group, axis 2, as well.",
                  instead("group_norm", {3, 4}));
    e.add_mistake("Group norm treats each sample alone: axis 0 does not belong to it.",
                  instead("group_norm", {0, 2, 3, 4}));
    return e;
  }();
  return exercise;
}

}  // namespace

Result axes_of(const std::function<Signature>& student) {
  return axes_of_exercise().check(in_any_order(student));
}

TriedMistakes axes_of_mistakes() { return axes_of_exercise().try_mistakes(); }

}  // namespace gg::check
