// Readiness by epoll: every descriptor is registered once, edge-triggered, so that the only system call of a turn is
// the wait itself.
#pragma once

#include <array>

#include "runtimes/coro/poller.hpp"
#include "runtimes/os/epoll.hpp"

namespace coro {

class EpollPoller final : public Poller {
 public:
  void add(int fd, Readiness& readiness) override;
  void add_levels(int fd, bool reads, bool writes, Readiness& readiness) override;
  void change_levels(int fd, bool reads, bool writes, Readiness& readiness) override;
  void remove(int fd, Readiness& readiness) override;
  void wait(Deadline deadline) override;

 private:
  os::Epoll epoll_;
  std::array<epoll_event, 256> news_;
};

}  // namespace coro
