// All optimizers and schedules.
#pragma once

#include "optim/adam.hpp"
#include "optim/schedule.hpp"
#include "optim/sgd.hpp"
