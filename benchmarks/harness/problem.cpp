#include "benchmarks/harness/problem.hpp"

namespace simul {

std::string path_of(const Values& values) {
  std::string path;
  for (const auto& [name, value] : values) {
    if (!path.empty()) path += '/';
    path += name + ':' + std::to_string(value);
  }
  return path;
}

}  // namespace simul
