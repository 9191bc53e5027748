// oneTBB has no I/O: one thread waits for descriptors and resumes the tasks that were suspended for them.
#pragma once

#include <cstdint>
#include <thread>
#include <utility>

#include "runtimes/os/epoll.hpp"
#include "runtimes/os/event.hpp"

namespace onetbb {

class Reactor {
 public:
  Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;
  ~Reactor();  // no task may be waiting

 private:
  friend class Watch;
  void wait(int fd, std::uint32_t events);
  void run();

  os::Epoll poller_;
  os::EventFd end_;
  std::jthread thread_;  // last: it uses all of the above
};

// A descriptor known to the reactor for as long as this lives, so that a wait costs one epoll_ctl and no
// more. The descriptor is closed afterwards.
class Watch {
 public:
  Watch(Reactor& reactor, int fd);
  Watch(Watch&& other) noexcept : reactor_(other.reactor_), fd_(std::exchange(other.fd_, -1)) {}
  ~Watch();

  // Called in a task: suspend it until the descriptor is ready or has failed; return on whichever thread
  // of the arena took the task up again. One task at a time.
  void readable() { reactor_->wait(fd_, EPOLLIN); }
  void writable() { reactor_->wait(fd_, EPOLLOUT); }

 private:
  Reactor* reactor_;
  int fd_;  // -1: moved from
};

}  // namespace onetbb
