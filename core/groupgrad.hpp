// Everything but the lab.
#pragma once

#include "core/autograd.hpp"
#include "core/gradcheck.hpp"
#include "core/graph.hpp"
#include "core/npy.hpp"
#include "core/ops.hpp"
#include "core/parallel.hpp"
#include "core/profiler.hpp"
#include "core/safetensors.hpp"
#include "layers/layers.hpp"
#include "optim/optim.hpp"
