// What the norms of a net are given and have learned, all through a training, as a part of its results row.
#pragma once

#include "demos/lab/json.hpp"
#include "demos/lab/probe/affine.hpp"
#include "demos/lab/probe/group_statistics.hpp"
#include "demos/lab/probe/percentiles.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

class NormWatch {
 public:
  // Watches the trainer, which it must outlive, every so many steps. `groups`: of normalizers that have none.
  NormWatch(Trainer& trainer, std::size_t every, std::size_t groups);
  NormWatch(const NormWatch&) = delete;
  NormWatch& operator=(const NormWatch&) = delete;

  // The observed steps, from 1.
  Json at() const;

  // For each norm from the first to the last {"mean", "sd": a list for each step with one number a group,
  // averaged over the samples; "percentiles": the four of each step; "gamma", "beta": smallest, quartiles and
  // largest over the channels at each step}; lists are empty where a norm has none. Numbers have four digits;
  // null stands for one that is not finite, and gamma and beta leave it out.
  Json layers() const;

 private:
  GroupStatistics groups_;
  Percentiles percentiles_;
  Affine affine_;
};

}  // namespace gg::lab
