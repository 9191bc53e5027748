// Small files, read and checksummed: each is opened, read whole, and closed. Warm (cold:0), every byte is in the page
// cache and the work is system calls. Cold (cold:1), each run finds the cache of this machine without them, so that
// there is something to wait for; names and sizes stay known, and the host of a virtual machine, or the device, may
// still have the bytes. Where files cannot leave memory (tmpfs) that is a hole, with its reason.
//
// The files are real, in a folder that goes with the harness: see runtimes/os/scratch.hpp. They are written before the
// clock, by the first process that needs them (to make two thousand takes half a second); the nonce is mixed into every
// checksum, so that one of an earlier run cannot pass.
//
// The least time follows from the checksums: who maps a file into memory need not copy it, but each of its bytes counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace files {

// For those who hold their files open by themselves, and not by threads: how many at once.
inline constexpr std::size_t most_open = 16;

struct Parameters {
  std::int64_t files, bytes, cold;  // bytes per file; cold: 0 or 1
  std::int64_t open = most_open;

  std::size_t count() const { return static_cast<std::size_t>(files); }
  std::size_t size() const { return static_cast<std::size_t>(bytes); }
};

// Of one file. Nothing: it was not read.
struct Read {
  std::size_t bytes = 0;
  std::uint64_t checksum = 0;
};

using Answer = std::vector<Read>;

// Seeded, and the same in every run: what is in the file of this number.
std::vector<std::byte> content(const Parameters& p, std::size_t file);

// The kernel: what was read of a file.
Read check(std::span<const std::byte> bytes, std::size_t file, std::uint64_t nonce);

// The files, in a folder of a kind that the spec need not know: os::ScratchFolder.
template <class Folder>
class Shelf {
 public:
  static std::optional<std::string> unsupported(const Parameters& p) {
    if (p.cold == 0) return std::nullopt;
    static const std::optional<std::string> why = Folder::why_always_cached();
    return why;
  }

  explicit Shelf(const Parameters& p) : cold_(p.cold != 0), folder_(name_of(p)) {
    for (std::size_t file = 0; file < p.count(); ++file) names_.push_back(std::to_string(file));
    if (!folder_.is_full()) fill(p);
    for (const std::string& name : names_) paths_.push_back(folder_.path() / name);
  }

  // Before each run.
  void prepare() const {
    if (!cold_) return;
    for (const std::string& name : names_) folder_.drop_from_cache(name);
  }

  std::size_t size() const { return paths_.size(); }
  const std::string& operator[](std::size_t file) const { return paths_[file]; }

 private:
  // Cold ones have a folder of their own, for they have to be written back.
  static std::string name_of(const Parameters& p) {
    return "files-" + std::to_string(p.files) + '-' + std::to_string(p.bytes) + '-' + std::to_string(p.cold);
  }
  void fill(const Parameters& p) {
    for (std::size_t file = 0; file < p.count(); ++file) {
      folder_.write(names_[file], content(p, file));
      if (cold_) folder_.write_back(names_[file]);
    }
    folder_.leave();
  }

  bool cold_;
  Folder folder_;
  std::vector<std::string> names_, paths_;
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "files";
  static constexpr std::string_view in_turn = "one file at a time", waits = "files were awaited",
                                    works = "a core read and checked";
  using Parameters = files::Parameters;
  using Answer = files::Answer;

  static constexpr std::array fields{std::pair{"files", &Parameters::files},
                                     std::pair{"bytes", &Parameters::bytes},
                                     std::pair{"cold", &Parameters::cold}};
  static constexpr std::array recorded{std::pair{"open", &Parameters::open}};

  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.files); }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& answer);

  // What nobody can do without: the check of a file, whose bytes are at hand. The rest of the work is system calls.
  static constexpr bool system_calls = true;
  static std::uint64_t kernel(const Parameters& p);
  static double kernel_calls(const Parameters& p) { return units(p); }
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    return {{"checksums", kernel_s / cpus}, {"longest_task", kernel_s / units(p)}};
  }
};

}  // namespace files
