#include "runtimes/os/scratch.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <vector>

#include "runtimes/os/error.hpp"

namespace os {
namespace {

constexpr const char* prefix = "simul-scratch-";
constexpr const char* keeper = "SIMUL_SCRATCH";  // environment variable: the folder in which named ones are kept

// Nothing: it has an owner, or is not ours to touch.
Descriptor locked(const std::filesystem::path& folder) {
  Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == -1) lock.close();
  return lock;
}

bool exists(const Descriptor& folder) {
  struct stat status;
  return ::fstat(folder.get(), &status) == 0 && status.st_nlink > 0;
}

std::filesystem::path make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / prefix).string() + "XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), "mkdtemp");
  return name;
}

std::size_t pages_of(std::size_t bytes) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page;
}

}  // namespace

ScratchFolder::ScratchFolder() { make(); }

ScratchFolder::ScratchFolder(const std::string& name) {
  if (const char* kept = ::getenv(keeper)) place_ = std::filesystem::path(kept) / name;
  full_ = !place_.empty() && std::filesystem::exists(place_);
  if (full_)
    path_ = place_;
  else
    make();
}

// Somebody who sweeps may find the folder before it is locked, and then it is gone, or will be.
void ScratchFolder::make() {
  sweep_scratch_folders();
  while (!lock_ || !exists(lock_)) {
    path_ = make_folder();
    lock_ = locked(path_);
  }
}

// In one step, so that nobody finds a part of it there.
void ScratchFolder::leave() {
  full_ = true;
  if (place_.empty()) return;
  std::filesystem::rename(path_, place_);
  path_ = place_;
  lock_.close();
}

void ScratchFolder::keep_for_children() const { ::setenv(keeper, path_.c_str(), 1); }

ScratchFolder::~ScratchFolder() {
  if (!lock_) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Descriptor ScratchFolder::open(const std::string& name, int flags) const {
  return Descriptor(
      check(retry([&] { return ::open((path_ / name).c_str(), flags | O_CLOEXEC, 0600); }), "open"));
}

void ScratchFolder::write(const std::string& name, std::span<const std::byte> bytes) const {
  const Descriptor file = open(name, O_WRONLY | O_CREAT | O_EXCL);
  while (!bytes.empty()) {
    const auto written =
        check(retry([&] { return ::write(file.get(), bytes.data(), bytes.size()); }), "write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void ScratchFolder::write_back(const std::string& name) const {
  constexpr unsigned until_written =
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  const Descriptor file = open(name, O_WRONLY);
  check(retry([&] { return ::sync_file_range(file.get(), 0, 0, until_written); }), "sync_file_range");
}

void ScratchFolder::drop_from_cache(const std::string& name) const {
  const int error = ::posix_fadvise(open(name, O_RDONLY).get(), 0, 0, POSIX_FADV_DONTNEED);
  if (error != 0) throw std::system_error(error, std::generic_category(), "posix_fadvise");
}

// A mapping that nobody touches brings nothing into memory.
bool ScratchFolder::is_cached(const std::string& name) const {
  const auto bytes = static_cast<std::size_t>(std::filesystem::file_size(path_ / name));
  if (bytes == 0) return false;
  void* const view = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, open(name, O_RDONLY).get(), 0);
  if (view == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  std::vector<unsigned char> pages(pages_of(bytes));
  const int rc = ::mincore(view, bytes, pages.data());
  ::munmap(view, bytes);
  check(rc, "mincore");
  return std::ranges::any_of(pages, [](unsigned char page) { return page & 1; });
}

std::optional<std::string> ScratchFolder::why_always_cached() {
  const ScratchFolder folder;
  folder.write("trial", std::array<std::byte, 4096>{});
  folder.write_back("trial");
  folder.drop_from_cache("trial");
  if (!folder.is_cached("trial")) return std::nullopt;
  return "files in " + std::filesystem::temp_directory_path().string() +
         " cannot be dropped from the page cache";
}

void sweep_scratch_folders() noexcept {
  std::error_code ignored;
  std::filesystem::directory_iterator entry(std::filesystem::temp_directory_path(ignored), ignored);
  for (; entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
    if (!entry->path().filename().string().starts_with(prefix)) continue;
    if (const Descriptor lock = locked(entry->path())) std::filesystem::remove_all(entry->path(), ignored);
  }
}

}  // namespace os
