// Small text files of the kernel (/proc, /sys), below a root that tests can make up. What cannot be read is none, and
// never a guess.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simul {

class SystemFiles {
 public:
  explicit SystemFiles(std::filesystem::path root = "/") : root_(std::move(root)) {}

  // Paths are given as they stand on the machine: "/proc/stat". At most `bytes` are read.
  std::optional<std::string> text(std::string_view path, std::size_t bytes = 1 << 16) const;
  // The first line without white space around it; none when that is empty.
  std::optional<std::string> line(std::string_view path) const;
  // The first word as a number; none for what is no number, such as "max".
  std::optional<std::int64_t> number(std::string_view path) const;
  // What follows `label` at the beginning of a line, without the ':' and white space around it.
  std::optional<std::string> labelled(std::string_view path, std::string_view label) const;
  std::vector<std::string> names(std::string_view folder) const;  // sorted
  bool has(std::string_view path) const;

 private:
  std::filesystem::path at(std::string_view path) const;

  std::filesystem::path root_;
};

std::optional<std::int64_t> number_in(std::string_view text);

// Folders of this process's cgroup that hold the files of one controller ("cpu", "cpuacct"), in version 1 and version 2 of
// the interface; the process's own group first, then those above it. A container sees its own group as the root.
std::vector<std::string> cgroup_folders(const SystemFiles& files, std::string_view controller);

}  // namespace simul
