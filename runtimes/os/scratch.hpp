// A folder for files of no lasting worth, and what a benchmark has to know of them: whether they are in memory.
//
// It goes with its owner. The destructor removes it; where no destructor runs (a crash, SIGKILL) the next sweep does,
// and whoever makes such a folder sweeps first. Its owner holds a lock on it, which the kernel releases however the
// owner ends: so a folder that can be locked has lost its owner.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "runtimes/os/descriptor.hpp"

namespace os {

class ScratchFolder {
 public:
  ScratchFolder();  // in the system's folder for temporary files
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::filesystem::path& path() const noexcept { return path_; }

  // A new file; it stays in memory, and may be nowhere else yet.
  void write(const std::string& name, std::span<const std::byte> bytes) const;
  // Until then the kernel cannot forget a file.
  void write_back(const std::string& name) const;
  void drop_from_cache(const std::string& name) const;
  // Whether any of it is in the page cache of this machine. Beneath it, the host of a virtual machine and the device
  // have caches of their own, of which nobody can know.
  bool is_cached(const std::string& name) const;

  // Why such files cannot leave memory here, found by trial; nothing if they can.
  static std::optional<std::string> why_always_cached();

 private:
  Descriptor open(const std::string& name, int flags) const;

  std::filesystem::path path_;
  Descriptor lock_;
};

// Removes the folders whose owners have died.
void sweep_scratch_folders() noexcept;

}  // namespace os
