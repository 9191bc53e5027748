// What is known about a descriptor without asking the kernel, and who waits for it to change.
#pragma once

#include <poll.h>

#include <cassert>
#include <coroutine>

#include "runtimes/coro/wait.hpp"

namespace coro {

class Proactor;

// A transfer that waits for its descriptor. The loop, not the coroutine, carries it on: the coroutine is
// resumed once, when all is done. Cancelled, it leaves the descriptor at once.
class Operation : public Wait {
 public:
  virtual bool advance() noexcept = 0;  // whether it is finished

  // The kernel has carried it out; see Proactor. Called only if it was submitted there.
  virtual void completed(int /*result*/) noexcept { assert(false && "was not submitted"); }

  // Waits in `place`, a Readiness's reader or writer.
  void suspend_in(Operation*& place, std::coroutine_handle<> suspended) noexcept {
    assert(place == nullptr && "one coroutine reads and one writes at a time");
    suspend(suspended);
    place_ = &place;
    place = this;
    ++*here.outside;
  }
  // What it waited for has come, or is waited for no more.
  void leave() noexcept {
    *place_ = nullptr;
    --*here.outside;
    wake();
  }
  void cancel() noexcept override { leave(); }

 protected:
  ~Operation() = default;

 private:
  Operation** place_;
};

// Edge-triggered: a flag is set by an event and cleared by a transfer that found less than it asked for.
struct Readiness {
  // So many transfers in a row may be complete at once: then the next lets the others go first, or a peer
  // that is faster than we are would have the loop for itself.
  static constexpr unsigned at_once = 64;

  // The kernel's news, in the bits of poll(2), which are also those of epoll.
  void update(std::uint32_t events) noexcept {
    const bool failed = events & (POLLERR | POLLHUP);
    if (failed || events & POLLRDHUP) hung_up = true;
    if (hung_up || events & POLLIN) readable = true;
    if (failed || events & POLLOUT) writable = true;
  }

  // Whether a transfer that is complete at once may go on without letting the others go first.
  bool within_budget() noexcept {
    if (--left_at_once > 0) [[likely]]
      return true;
    left_at_once = at_once;
    return false;
  }

  bool readable = false;  // the first event says so if there is something to read
  bool writable = true;
  bool hung_up = false;  // no further event will come, so `readable` stays set and the end gets read
  unsigned left_at_once = at_once;
  Operation* reader = nullptr;
  Operation* writer = nullptr;
  Proactor* proactor = nullptr;  // if there is one, nothing above is ever said, but who waits
};

}  // namespace coro
