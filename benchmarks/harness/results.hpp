// The result file: a Google Benchmark file with an object `simul` beside it. results/README.md says how to
// read it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "benchmarks/harness/comparison.hpp"

namespace simul {

inline constexpr int schema_version = 2;

// What does not change while a campaign runs.
struct Invocation {
  std::string profile;
  std::vector<std::string> argv;
  std::uint64_t seed;
  unsigned cpus, workers, rounds;
  std::int64_t steps_per_us;
  std::string started;  // ISO 8601, UTC
  Json environment;
};

Json file_of(const Invocation& invocation, const Campaign& campaign,
             const std::vector<Comparison>& comparisons);

// The target of --out. A regular file is replaced as a whole (written beside it, then renamed), so a reader
// never sees half of one, and an earlier result survives until there is something to put in its place.
class OutFile {
 public:
  // Creates missing folders and makes sure that the file can be written, before anything is measured.
  // Throws FileError, saying what is wrong.
  explicit OutFile(std::filesystem::path path);

  void replace(const Json& json) const;  // after each round; only at the end for a pipe or device
  void finish(const Json& json) const;
  void finish_with(const std::string& text) const;  // what is not a result

 private:
  void write_through(const std::string& text) const;

  std::filesystem::path path_;
  bool special_;  // exists and is no regular file: written in place, and once
};

}  // namespace simul
