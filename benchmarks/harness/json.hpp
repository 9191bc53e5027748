// JSON that keeps the order of its keys, as readers of Google Benchmark's files expect.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace simul {
using Json = nlohmann::ordered_json;

// As it is written to a file or a pipe. A reason may quote what a contestant said, and that need not be
// UTF-8.
inline std::string text_of(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

// What is not known is null.
template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace simul
