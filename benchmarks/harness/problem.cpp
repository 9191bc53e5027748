#include "benchmarks/harness/problem.hpp"

namespace simul {

std::string shown(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<std::string>(value);
}

std::string path_of(const Values& values) {
  std::string path;
  for (const auto& [name, value] : values) {
    if (!path.empty()) path += '/';
    path += name + ':' + shown(value);
  }
  return path;
}

}  // namespace simul
