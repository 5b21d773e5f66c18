// All layers.
#pragma once

#include "layers/activation.hpp"
#include "layers/batch_norm.hpp"
#include "layers/conv2d.hpp"
#include "layers/dropout.hpp"
#include "layers/flatten.hpp"
#include "layers/group_norm.hpp"
#include "layers/init.hpp"
#include "layers/instance_norm.hpp"
#include "layers/layer_norm.hpp"
#include "layers/linear.hpp"
#include "layers/make_norm.hpp"
#include "layers/pooling.hpp"
#include "layers/sequential.hpp"
