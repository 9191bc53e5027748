#include "runtimes/os/placement.hpp"

#include <atomic>
#include <stdexcept>

#include "runtimes/os/error.hpp"

namespace os {
namespace {

// What place() may use: null, or the mask of the Pinned that is alive.
std::atomic<const cpu_set_t*> allowed{nullptr};

int nth(const cpu_set_t& mask, std::size_t n) noexcept {
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &mask) && n-- == 0) return cpu;
  }
  return 0;
}

}  // namespace

void place(std::size_t worker) noexcept {
  const cpu_set_t* mask = allowed.load(std::memory_order_acquire);
  if (!mask) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(nth(*mask, worker % static_cast<std::size_t>(CPU_COUNT(mask))), &one);
  ::sched_setaffinity(0, sizeof one, &one);
}

bool placing() noexcept { return allowed.load() != nullptr; }

Pinned::Pinned() {
  CPU_ZERO(&mask_);
  check(::sched_getaffinity(0, sizeof mask_, &mask_), "sched_getaffinity");
  const cpu_set_t* nobody = nullptr;
  if (!allowed.compare_exchange_strong(nobody, &mask_))
    throw std::logic_error("os::Pinned: there is one already");
}

Pinned::~Pinned() {
  allowed.store(nullptr);
  ::sched_setaffinity(0, sizeof mask_, &mask_);
}

}  // namespace os
