#include "runtimes/coro/branch.hpp"

#include "runtimes/coro/sleep.hpp"
#include "runtimes/coro/wait.hpp"

namespace coro {

// Resumes nobody: the branch is pushed to the ready queue at most, now or when all it waits for has ended.
void Branch::cancel() noexcept {
  owner_ |= cancel_bit;
  if (!waiting()) return;
  const std::uintptr_t target = link_ & ~link_bits;
  if (link_ & sleep_bit)
    reinterpret_cast<Sleep*>(target)->cancel();
  else
    reinterpret_cast<Wait*>(target)->cancel();
}

void Branch::throw_cancelled() {
  assert(cancel_requested());
  owner_ &= ~cancel_bit;
  throw Cancelled();
}

}  // namespace coro
