#include "runtimes/coro/watchdog.hpp"

#include "runtimes/coro/coroutine_name.hpp"

namespace coro {

Watchdog::Turn::Turn(const Watchdog& dog, const Branch& branch) noexcept
    : dog_(dog), code_(code_of(branch.coroutine)), start_(Clock::now()) {}

Watchdog::Turn::~Turn() {
  const auto held = Clock::now() - start_;
  if (held > dog_.limit_) dog_.report_(code_ == nullptr ? "callback" : name_of_code(code_), held);
}

}  // namespace coro
