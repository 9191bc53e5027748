#include "benchmarks/harness/created.hpp"

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

namespace simul {
namespace {

constexpr const char* preload = "LD_PRELOAD";
const std::string descriptors = "/proc/self/fd/";

const Counts* counts() {
  using Function = const Counts*();
  const auto function = reinterpret_cast<Function*>(::dlsym(RTLD_DEFAULT, "simul_counts"));
  return function ? function() : nullptr;
}

// Whether it is really the library that is asked for memory: an allocator that was preloaded before it would
// be.
bool sees_allocations(const Counts& counts) {
  const auto before = counts.allocations.load();
  void* volatile piece = ::malloc(1);  // volatile: an allocation that nobody uses may be left out
  ::free(piece);
  return counts.allocations.load() != before;
}

}  // namespace

void become_counted(char** argv) {
  const auto library = interposer();
  const std::string others = ::getenv(preload) ? ::getenv(preload) : "";
  if (library.empty() || others.starts_with(descriptors))
    return;  // none, or loaded already, or not to be loaded
  const int file =
      ::memfd_create("simul_interposer", 0);  // not closed by exec: the loader reads it after that
  if (file < 0 || ::write(file, library.data(), library.size()) != static_cast<ssize_t>(library.size()))
    return;
  ::setenv(preload, (descriptors + std::to_string(file) + (others.empty() ? "" : ":" + others)).c_str(), 1);
  ::execv("/proc/self/exe", argv);
}

std::optional<Created> created_so_far() {
  const Counts* seen = counts();
  if (!seen || !sees_allocations(*seen)) return std::nullopt;
  return Created{seen->threads, seen->processes, seen->allocations, seen->bytes};
}

std::string why_uncounted() {
  if (interposer().empty()) return "a build with sanitizers has an allocator of its own";
  return counts() ? "another allocator stands in front of the one that is counted"
                  : "the library that counts could not be loaded";
}

}  // namespace simul
