#include "runtimes/threads/first_exception.hpp"

#include <utility>

namespace threads {

void FirstException::keep(std::exception_ptr exception) noexcept {
  const std::lock_guard lock(mutex_);
  if (!first_) first_ = std::move(exception);
}

void FirstException::rethrow() {
  std::exception_ptr first;
  {
    const std::lock_guard lock(mutex_);
    first = std::exchange(first_, nullptr);
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace threads
