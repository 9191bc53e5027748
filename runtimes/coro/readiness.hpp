// What is known about a descriptor without asking the kernel, and who waits for it to change.
#pragma once

#include "runtimes/coro/waiter.hpp"

namespace coro {

// A transfer that waits for its descriptor. The loop, not the coroutine, carries it on: the coroutine is
// resumed once, when all is done.
class Operation : public Waiter {
 public:
  virtual bool advance() noexcept = 0;  // whether it is finished

 protected:
  ~Operation() = default;
};

// Edge-triggered: a flag is set by an event and cleared by a transfer that found less than it asked for.
struct Readiness {
  bool readable = false;  // the first event says so if there is something to read
  bool writable = true;
  bool hung_up = false;  // no further event will come, so `readable` stays set and the end gets read
  Operation* reader = nullptr;
  Operation* writer = nullptr;
};

}  // namespace coro
