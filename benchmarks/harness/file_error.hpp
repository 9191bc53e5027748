// A file that cannot be read or written: the program ends with its own status (74), distinct from every other
// failure.
#pragma once

#include <stdexcept>

namespace simul {

struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace simul
