// A machine that the test makes up: files below a folder of its own, as SystemFiles reads them.
#pragma once

#include "benchmarks/harness/system_files.hpp"
#include "tests/benchmarks/harness/scratch.hpp"

namespace simul {

struct MadeUpMachine {
  Scratch folder;
  SystemFiles files{folder.path};

  // "/proc/stat", with a newline at the end, as the kernel writes.
  void has(const std::string& path, const std::string& text) const {
    const auto file = folder.path / std::filesystem::path(path).relative_path();
    std::filesystem::create_directories(file.parent_path());
    write(file, text + '\n');
  }
  // Two CPUs; what is counted in jiffies of 10 ms.
  void stat(std::int64_t user, std::int64_t idle, std::int64_t steal) const {
    has("/proc/stat", "cpu  " + std::to_string(user) + " 0 0 " + std::to_string(idle) + " 0 0 0 " +
                          std::to_string(steal) +
                          " 0 0\ncpu0 1 0 0 1 0 0 0 0 0 0\ncpu1 1 0 0 1 0 0 0 0 0 0\nintr 5");
  }
};

}  // namespace simul
