// Chapter 3.
#include <algorithm>
#include <queue>

#include "notebooks/exercises/check/exercise.hpp"
#include "notebooks/exercises/check/mistakes.hpp"

namespace gg::check {
namespace {

using Order = std::vector<std::size_t>;

// --- topological_order: many orders are right, so one that is becomes the reference's.

// Depth first; what may go wrong is to look into a node twice, or to list it before its inputs.
void visit(const Graph& inputs, std::size_t node, bool once, bool node_first, Order& order) {
  if (once && std::find(order.begin(), order.end(), node) != order.end()) return;
  if (node_first) order.push_back(node);
  for (const std::size_t input : inputs.at(node)) visit(inputs, input, once, node_first, order);
  const bool listed = once && std::find(order.begin(), order.end(), node) != order.end();
  if (!node_first && !listed) order.push_back(node);
}

Order depth_first(const Graph& inputs, std::size_t root, bool once, bool node_first) {
  Order order;
  visit(inputs, root, once, node_first, order);
  return order;
}

Order breadth_first(const Graph& inputs, std::size_t root) {
  Order order;
  std::queue<std::size_t> waiting;
  std::vector<bool> seen(inputs.size());
  for (waiting.push(root), seen[root] = true; !waiting.empty(); waiting.pop()) {
    order.push_back(waiting.front());
    for (const std::size_t input : inputs[waiting.front()]) {
      if (!seen[input]) waiting.push(input);
      seen[input] = true;
    }
  }
  return order;
}

Order reversed(Order order) {
  std::reverse(order.begin(), order.end());
  return order;
}

bool is_topological(const Graph& inputs, std::size_t root, const Order& order) {
  Order needed = depth_first(inputs, root, true, false), given = order;
  std::sort(needed.begin(), needed.end());
  std::sort(given.begin(), given.end());
  if (needed != given) return false;
  const auto place = [&](std::size_t node) { return std::find(order.begin(), order.end(), node); };
  return std::all_of(order.begin(), order.end(), [&](std::size_t node) {
    return std::all_of(inputs[node].begin(), inputs[node].end(),
                       [&](std::size_t input) { return place(input) < place(node); });
  });
}

using TopologicalOrder = Order(const Graph&, std::size_t);

std::function<TopologicalOrder> any_right_order(const std::function<TopologicalOrder>& student) {
  return [student](const Graph& inputs, std::size_t root) {
    const Order order = student(inputs, root);
    return is_topological(inputs, root, order) ? depth_first(inputs, root, true, false) : order;
  };
}

void add_graph(Exercise<TopologicalOrder>& e, const std::string& name, const Graph& inputs,
               std::size_t root) {
  e.add_case(name, inputs, root);
  Values shown = {value_of("root", root)};
  for (std::size_t i = 0; i < inputs.size(); ++i)
    shown.push_back(value_of("inputs of " + text(i), inputs[i]));
  e.print_inputs_as(shown);
  e.hint_for_last_case(
      "Each node that the root depends on must be listed exactly once, after all of its inputs.");
}

const Exercise<TopologicalOrder>& topological_order_exercise() {
  static const auto exercise = [] {
    Exercise<TopologicalOrder> e("topological_order", {"inputs", "root"}, {"order"});
    e.reference([](const Graph& inputs, std::size_t root) { return depth_first(inputs, root, true, false); });
    add_graph(e, "a chain", {{1}, {2}, {}}, 0);
    add_graph(e, "a value used twice", {{}, {0, 0}, {1}}, 2);
    add_graph(e, "a long way and a short way", {{}, {0}, {1}, {2, 0}}, 3);
    add_graph(e, "two ways of different length", {{}, {0}, {1}, {2}, {1, 3}}, 4);
    add_graph(e, "two branches", {{}, {}, {0, 1}, {1}, {3, 2}}, 4);
    add_graph(e, "a node that the root does not need", {{}, {0}, {0}, {0, 1}}, 3);
    e.add_mistake(
        "A node must not be listed again when a second way leads to it: remember what was visited.",
        [](const Graph& inputs, std::size_t root) { return depth_first(inputs, root, false, false); });
    e.add_mistake("The order is turned round: inputs come first, the root last.",
                  [](const Graph& inputs, std::size_t root) {
                    return reversed(depth_first(inputs, root, true, false));
                  });
    e.add_mistake(
        "List a node after its inputs, not before them.",
        [](const Graph& inputs, std::size_t root) { return depth_first(inputs, root, true, true); });
    e.add_mistake(
        "Listing a node before its inputs and turning the list round is not enough: list it after them.",
        [](const Graph& inputs, std::size_t root) {
          return reversed(depth_first(inputs, root, true, true));
        });
    e.add_mistake(
        "Level by level is no topological order: a node can be near the root and needed far away, too.",
        [](const Graph& inputs, std::size_t root) { return reversed(breadth_first(inputs, root)); });
    e.add_mistake("Only nodes that the root depends on belong into the order.", [](const Graph& inputs,
                                                                                   std::size_t root) {
      Order order;
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Order more = depth_first(inputs, i, true, false);
        std::copy_if(more.begin(), more.end(), std::back_inserter(order), [&](std::size_t node) {
          return node != root && std::find(order.begin(), order.end(), node) == order.end();
        });
      }
      order.push_back(root);
      return order;
    });
    return e;
  }();
  return exercise;
}

// --- accumulate_gradients

using Numbers = std::vector<double>;
using AccumulateGradients = Numbers(std::size_t, const Order&, const Order&, const Numbers&);

struct Slips {
  bool overwritten = false, slopes_added = false, from_the_front = false, last_slope_only = false,
       no_start = false, all_start = false, first_left_out = false;
};

std::function<AccumulateGradients> with(const Slips& slips) {
  return [slips](std::size_t nodes, const Order& from, const Order& to, const Numbers& slope) {
    Numbers gradient(nodes, slips.all_start ? 1 : 0);
    if (!slips.no_start) gradient.back() = 1;
    for (std::size_t k = 0; k < slope.size() - (slips.first_left_out ? 1 : 0); ++k) {
      const std::size_t i = slips.from_the_front ? k : slope.size() - 1 - k;
      double part = gradient[to[i]] * slope[i];
      if (slips.slopes_added) part = gradient[to[i]] + slope[i];
      if (slips.last_slope_only) part = slope[i];
      gradient[from[i]] = part + (slips.overwritten ? 0 : gradient[from[i]]);
    }
    return gradient;
  };
}

const Exercise<AccumulateGradients>& accumulate_gradients_exercise() {
  static const auto exercise = [] {
    Exercise<AccumulateGradients> e("accumulate_gradients", {"nodes", "from", "to", "slope"}, {"gradients"});
    e.reference(with({}));
    e.add_case("a chain", 3, {0, 1}, {1, 2}, {2, 5});
    e.add_case("a value used twice by one node", 2, {0, 0}, {1, 1}, {3, 3});
    e.add_case("two ways", 4, {0, 0, 1, 2}, {1, 2, 3, 3}, {2, -3, 4, 0.5});
    e.add_case("a way around", 4, {0, 1, 0, 2}, {1, 2, 3, 3}, {2, 3, 7, 0.5});
    e.add_case("a node that the last does not need", 4, {0, 0, 0}, {1, 2, 3}, {2, 3, 4});
    e.add_mistake(
        "A node that is used more than once gets a gradient from every use: add (+=), do not overwrite.",
        with(slip(&Slips::overwritten)));
    e.add_mistake("Along a way, slopes are multiplied, not added.", with(slip(&Slips::slopes_added)));
    e.add_mistake("Gradients flow from the last node to the first: go through the edges from the back.",
                  with(slip(&Slips::from_the_front)));
    e.add_mistake(
        "A slope says only how `to` depends on `from`: multiply it by the gradient that has arrived at `to`.",
        with(slip(&Slips::last_slope_only)));
    e.add_mistake("Begin with the gradient 1 at the last node: it is the derivative of that node by itself.",
                  with(slip(&Slips::no_start)));
    e.add_mistake("Only the last node begins with the gradient 1; nothing has arrived at the others: 0.",
                  with(slip(&Slips::all_start)));
    e.add_mistake("Edge 0 counts as well.", with(slip(&Slips::first_left_out)));
    return e;
  }();
  return exercise;
}

}  // namespace

Result topological_order(const std::function<TopologicalOrder>& student) {
  return topological_order_exercise().check(any_right_order(student));
}

Result accumulate_gradients(const std::function<AccumulateGradients>& student) {
  return accumulate_gradients_exercise().check(student);
}

TriedMistakes topological_order_mistakes() { return topological_order_exercise().try_mistakes(); }
TriedMistakes accumulate_gradients_mistakes() { return accumulate_gradients_exercise().try_mistakes(); }

}  // namespace gg::check
