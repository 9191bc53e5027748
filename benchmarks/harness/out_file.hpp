// Where a result goes: the file that --out names.
#pragma once

#include <filesystem>
#include <string>

#include "benchmarks/harness/json.hpp"

namespace simul {

// The target of --out. A regular file is replaced as a whole (written beside it, then renamed), so a reader
// never sees half of one, and an earlier result survives until there is something to put in its place.
class OutFile {
 public:
  // Creates missing folders and makes sure that the file can be written, before anything is measured.
  // Throws FileError, saying what is wrong.
  explicit OutFile(std::filesystem::path path);

  void replace(const Json& json) const;  // between rounds; only at the end for a pipe or device
  void finish(const Json& json) const;
  void finish_with(const std::string& text) const;  // what is not a result

 private:
  void write_through(const std::string& text) const;

  std::filesystem::path path_;
  bool special_;  // exists and is no regular file: written in place, and once
};

}  // namespace simul
