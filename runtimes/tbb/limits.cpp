#include "runtimes/tbb/limits.hpp"

#include <algorithm>
#include <fstream>

namespace onetbb {
namespace {

constexpr std::size_t mappings_per_stack = 2;  // it and a guard; the guards of neighbours are one
constexpr std::size_t other_mappings = 1024;   // code, heaps, the stacks of threads: generously

std::size_t most_mappings() {
  std::size_t count = 65530;  // the kernel's default, where /proc is not to be had
  std::ifstream("/proc/sys/vm/max_map_count") >> count;
  return count;
}

}  // namespace

std::size_t most_suspended_tasks() {
  return (std::max(most_mappings(), other_mappings) - other_mappings) / mappings_per_stack;
}

}  // namespace onetbb
