// Where the kernel's news about descriptors enters the loop, and the only part of it that knows epoll.
#pragma once

#include <array>
#include <chrono>
#include <optional>

#include "runtimes/coro/readiness.hpp"
#include "runtimes/os/epoll.hpp"

namespace coro {

class Poller {
 public:
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;

  // Registered once, for both directions; `readiness` stays where it is until the descriptor is removed.
  void add(int fd, Readiness& readiness);
  void remove(int fd);

  // The same for those who want news again and again until they have done something about them.
  void add_levels(int fd, bool reads, bool writes, Readiness& readiness);
  void change_levels(int fd, bool reads, bool writes, Readiness& readiness);

  // Waits for news until the deadline (for ever without one; time_point::min() only looks), carries on
  // the operations they let go on and makes the branches of the finished ones ready. Resumes nobody, so
  // nothing that the news point to can disappear meanwhile.
  void wait(Deadline deadline);

 private:
  os::Epoll epoll_;
  std::array<epoll_event, 256> news_;
};

}  // namespace coro
