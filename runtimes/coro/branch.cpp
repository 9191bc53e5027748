#include "runtimes/coro/branch.hpp"

#include "runtimes/coro/ready_queue.hpp"
#include "runtimes/coro/wait.hpp"

namespace coro {

// Resumes nobody: the branch is pushed to the ready queue at most, now or when all it waits for has ended.
void Branch::cancel() noexcept {
  owner_ |= cancel_bit;
  if (!waiting()) return;
  if (!(word_ & sleep_bit)) return reinterpret_cast<Wait*>(word_ & ~wait_bit)->cancel();
  here.timers->remove(*this);
  here.ready->push(*this);
}

void Branch::throw_cancelled() {
  assert(cancel_requested());
  owner_ &= ~cancel_bit;
  throw Cancelled();
}

void Branch::rethrow_failure() {
  const std::exception_ptr failure = std::move(failure_);
  failure_.~exception_ptr();
  owner_ = 0;
  std::rethrow_exception(failure);
}

}  // namespace coro
