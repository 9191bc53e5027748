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
  // One that may be there already, full: what takes long to make and is the same for processes that come one after the
  // other, the first of them makes and leaves to the others. `name` says what is in it.
  explicit ScratchFolder(const std::string& name);
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::filesystem::path& path() const noexcept { return path_; }

  bool is_full() const noexcept { return full_; }
  // All that belongs into a named one was written. If somebody keeps it, it moves there, and path() with it.
  void leave();
  // From now on this folder keeps what the children of this process leave. Not while other threads read the environment.
  void keep_for_children() const;

  // A new file; it stays in memory, and may be nowhere else yet.
  void write(const std::string& name, std::span<const std::byte> bytes) const;
  // Until then the kernel cannot forget a file. Its pages are written, and nothing else is waited for: no journal of the
  // file system, no cache of the device, which a file that is to survive a crash would need.
  void write_back(const std::string& name) const;
  void drop_from_cache(const std::string& name) const;
  // Whether any of it is in the page cache of this machine. Beneath it, the host of a virtual machine and the device
  // have caches of their own, of which nobody can know.
  bool is_cached(const std::string& name) const;

  // Why such files cannot leave memory here, found by trial; nothing if they can.
  static std::optional<std::string> why_always_cached();

 private:
  Descriptor open(const std::string& name, int flags) const;
  void make();

  std::filesystem::path path_;
  std::filesystem::path place_;  // where a named one is kept; empty: nobody keeps it
  bool full_ = false;
  Descriptor lock_;  // held by the owner; none: it is kept by somebody else
};

// Removes the folders whose owners have died.
void sweep_scratch_folders() noexcept;

}  // namespace os
