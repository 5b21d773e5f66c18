// What a probe saw, as a part of a results row.
#pragma once

#include "demos/lab/json.hpp"
#include "demos/lab/probe/probe_table.hpp"

namespace gg::lab {

// A list with an object for each quantity of the entry:
//
//   quantity  its name
//   at        the steps at which it was recorded
//   places    a list of {"place": "whole net", "ReLU 2" or "layer 3", "values": one number a step}, whole net
//             first, the others from the image on
//
// A layer is one with a weight of two or more axes (convolutions, linear layers), told by the sum over its
// parameters where the probe has it, and by its weight otherwise; so that places of nets with other
// normalizers are the same. Numbers are rounded to four digits, null where they are not finite; a place that
// was not recorded at every step is left out.
Json probe_json(const ProbeEntry& entry, const Probe& probe, Module& net);

}  // namespace gg::lab
