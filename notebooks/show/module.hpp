// Modules as tables of what they learn.
#pragma once

#include "layers/module.hpp"
#include "notebooks/show/bundle.hpp"

namespace gg::show {

// The tree as text, and as HTML a table: each parameter's name, shape, how many numbers, their mean and
// standard deviation.
Bundle bundle(const Module& module);

}  // namespace gg::show
