// A probe writes down one kind of number about a net while it trains, every k steps.
//
//   DeadUnits dead(10);                         // or make_probe("dead_units", 10), see probe_table.hpp
//   Trainer trainer(*net, data.train, options);
//   trainer.watch(dead);
//   train(trainer);
//   const Series share = series(dead, "2", "dead share");  // of the module named "2"
//
// It observes the steps 1, 1 + k, 1 + 2k, ... and never changes the training: losses are the same bit for bit
// with and without it. It looks into modules through forward hooks that are there during an observed step
// only, since a Sequential runs norm and ReLU in one go where neither has hooks.
//
// A step may take several forward passes (micro-batches, see TrainOptions::norm_batch). A probe sees the
// first, that is the first normalization batch of the step, unless its header says that it sees all.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "demos/lab/train/watcher.hpp"

namespace gg::lab {

// What a probe saw at one step.
struct ProbeRecord {
  std::size_t step;            // optimizer step, from 1
  std::string layer;           // name of a module or parameter in the net: "1", "0.weight"; "" for all of it
  std::string quantity;        // "dead share"
  std::vector<double> values;  // one or many; the probe's header says in which order
};

class Probe : public Watcher {
 public:
  explicit Probe(std::size_t every = 10);  // throws for 0

  std::size_t every() const { return every_; }
  bool observes(std::size_t step) const { return (step - 1) % every_ == 0; }
  const std::vector<ProbeRecord>& records() const { return records_; }  // in the order they were made

  void before_step(const TrainingStep& step) override;
  void after_backward(const TrainingStep& step) override;
  void after_step(const TrainingStep& step) override;

 protected:
  // What a probe of one's own overrides; all are called at observed steps only.
  virtual void prepare(const TrainingStep&) {}        // before the forward pass: look_into() modules here
  virtual void see_gradients(const TrainingStep&) {}  // weights are as before
  virtual void see_update(const TrainingStep&) {}     // weights are updated

  using Look = std::function<void(const Tensor& x, const Tensor& y)>;  // a module's input and output
  enum class Passes { first, all };

  // Calls look in this step's forward passes through the module, with recording off. A module that is there
  // twice in the net is seen at its first place. After a step that threw, the hooks that it left do nothing.
  void look_into(Module& module, Look look, Passes passes = Passes::first);

  void record(const TrainingStep& step, const std::string& layer, const std::string& quantity,
              std::vector<double> values);

 private:
  struct PlacedHook {
    Module* module;  // null once removed
    std::size_t number;
  };
  void remove(PlacedHook& hook);

  std::size_t every_;
  std::vector<ProbeRecord> records_;
  std::vector<PlacedHook> hooks_;
  std::shared_ptr<bool> looking_;  // lives while the hooks are to be heard
};

// The values of one quantity of one layer over the steps.
struct Series {
  std::vector<std::size_t> steps;
  std::vector<std::vector<double>> values;  // those of each step
};

// Throws Error when there are none, and lists the layers and quantities that there are.
Series series(const Probe& probe, const std::string& layer, const std::string& quantity);

// The layers of which the probe has that quantity, as they first appear.
std::vector<std::string> layers_of(const Probe& probe, const std::string& quantity);

}  // namespace gg::lab
