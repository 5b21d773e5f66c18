// JSON of the lab's files: objects keep the order in which their keys were written.
#pragma once

#include <nlohmann/json.hpp>

namespace gg::lab {

using Json = nlohmann::ordered_json;

}  // namespace gg::lab
