// JSON that keeps the order of its keys, as readers of Google Benchmark's files expect.
#pragma once

#include <nlohmann/json.hpp>

namespace simul {
using Json = nlohmann::ordered_json;
}
