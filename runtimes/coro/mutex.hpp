// Mutual exclusion across awaits; between two awaits nobody else runs anyway. Fair and cancel-safe as the
// semaphore it is. Loop thread only.
#pragma once

#include "runtimes/coro/semaphore.hpp"

namespace coro {

class Mutex {
 public:
  using Lock = Semaphore::Permit;

  Semaphore::Scoped lock() noexcept { return one_.scoped(); }  // auto lock = co_await mutex.lock();
  bool locked() const noexcept { return one_.permits() == 0; }

 private:
  Semaphore one_{1};
};

}  // namespace coro
