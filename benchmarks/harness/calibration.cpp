#include "benchmarks/harness/calibration.hpp"

#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "benchmarks/harness/file_error.hpp"
#include "benchmarks/harness/work.hpp"

namespace simul {
namespace {

double thread_cpu_us() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e6 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_nsec);
}

std::int64_t measure() {
  constexpr std::int64_t steps = 1'000'000;
  double least_us = 1e18;
  std::uint64_t x = seed;
  for (int i = 0; i < 25; ++i) {
    const double before = thread_cpu_us();
    x = work(x, steps);
    least_us = std::min(least_us, thread_cpu_us() - before);
  }
  if (x == 0) throw std::runtime_error("the kernel returned 0");  // and so it cannot be optimised away
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(steps) / least_us));
}

Calibration read(const std::filesystem::path& file) {
  try {
    const auto json = nlohmann::json::parse(std::ifstream(file));
    Calibration stored{json.at("steps_per_us"), json.at("cpu_model")};
    if (stored.steps_per_us < 1) throw std::runtime_error("steps_per_us must be at least 1");
    return stored;
  } catch (const std::exception& error) {
    throw FileError(file.string() + " is not a calibration (" + error.what() +
                    "); remove it to calibrate anew");
  }
}

void write(const std::filesystem::path& file, const Calibration& calibration) {
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  const auto part = file.string() + ".part";
  std::ofstream(part) << nlohmann::json{{"steps_per_us", calibration.steps_per_us},
                                        {"cpu_model", calibration.cpu_model}}
                      << '\n';
  std::error_code failed;
  std::filesystem::rename(part, file, failed);
  if (failed)
    throw FileError("cannot write the calibration " + file.string() + " (" + failed.message() +
                    "); name another file with --calibration");
}

}  // namespace

std::filesystem::path default_calibration_file() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  const std::filesystem::path base = cache && *cache ? std::filesystem::path(cache)
                                     : home && *home ? std::filesystem::path(home) / ".cache"
                                                     : std::filesystem::path("/tmp");
  return base / "simul" / "calibration.json";
}

Calibration calibrated(const std::filesystem::path& file) {
  const std::string model = cpu_model();
  if (std::filesystem::exists(file)) {
    if (auto stored = read(file); stored.cpu_model == model) return stored;
  }
  const Calibration fresh{measure(), model};
  write(file, fresh);
  return fresh;
}

std::string cpu_model() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

}  // namespace simul
