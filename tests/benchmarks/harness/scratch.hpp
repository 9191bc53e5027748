// A folder of its own for each test, gone afterwards; and files as strings.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace simul {

class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "simul_test_XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("there is no place for " + name);
    path = name;
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path path;
};

inline void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

inline std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace simul
