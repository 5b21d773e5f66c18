// All ops.
#pragma once

#include "core/ops/activation.hpp"
#include "core/ops/convolution.hpp"
#include "core/ops/dropout.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/index.hpp"
#include "core/ops/loss.hpp"
#include "core/ops/matmul.hpp"
#include "core/ops/normalization.hpp"
#include "core/ops/pooling.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/resample.hpp"
#include "core/ops/select.hpp"
#include "core/ops/shape.hpp"
#include "core/ops/slice.hpp"
