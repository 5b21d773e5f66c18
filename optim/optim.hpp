// All optimizers and schedules.
#pragma once

#include "optim/adam.hpp"
#include "optim/adamw.hpp"
#include "optim/checkpoint.hpp"
#include "optim/clip.hpp"
#include "optim/rmsprop.hpp"
#include "optim/schedule.hpp"
#include "optim/sgd.hpp"
