// How many steps of work() this processor does in a microsecond: measured once, stored, and from then on the
// same for every contestant, for both sides of a comparison, and for every later run on this machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace simul {

struct Calibration {
  std::int64_t steps_per_us;
  std::string cpu_model;  // it holds for this processor only
};

// $XDG_CACHE_HOME/simul/calibration.json, or ~/.cache/simul/calibration.json.
std::filesystem::path default_calibration_file();

// The stored calibration, or a fresh one that is then stored, when there is none for this processor.
// Throws FileError, naming the file and the mend, when the file is no calibration or cannot be written.
Calibration calibrated(const std::filesystem::path& file);

std::string cpu_model();

}  // namespace simul
