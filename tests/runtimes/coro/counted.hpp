// Counts its living instances: held by a coroutine, it proves that no frame is leaked or destroyed twice.
#pragma once

namespace coro::test {

struct Counted {
  static inline int active = 0;

  Counted() { ++active; }
  Counted(const Counted&) { ++active; }
  Counted(Counted&&) noexcept { ++active; }
  Counted& operator=(const Counted&) = default;
  Counted& operator=(Counted&&) = default;
  ~Counted() { --active; }
};

}  // namespace coro::test
