// Faults at the seam of the system calls: the linker (--wrap) sends this executable's recv, send, accept4, write
// and epoll_pwait2 through here, at no cost to anybody else. A test puts a plan up; without one nothing is
// changed.
#pragma once

#include <functional>

namespace coro::test {

struct Fault {
  int error = 0;  // fail with this, unless 0
};

struct Faults {
  std::function<Fault()> recv, send, accept, poll, write;  // by any thread
};

// In force while it lives.
class Plan {
 public:
  explicit Plan(Faults faults);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan();
};

// A steady clock that stands still, but for epoll_pwait2, which lets it jump to the end of its wait.
class FakeClock {
 public:
  FakeClock();
  FakeClock(const FakeClock&) = delete;
  FakeClock& operator=(const FakeClock&) = delete;
  ~FakeClock();
};

}  // namespace coro::test
