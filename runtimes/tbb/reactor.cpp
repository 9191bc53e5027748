#include "runtimes/tbb/reactor.hpp"

#include <oneapi/tbb/task.h>

#include <array>
#include <optional>

namespace onetbb {

Reactor::Reactor() {
  poller_.add(end_.fd(), EPOLLIN, &end_);
  thread_ = std::jthread([this] { run(); });
}

Reactor::~Reactor() { end_.signal(); }

// The reactor may resume the task before this has left its stack: oneTBB lets nobody take it up sooner.
void Reactor::wait(int fd, std::uint32_t events) {
  tbb::task::suspend(
      [this, fd, events](tbb::task::suspend_point task) { poller_.modify(fd, events | EPOLLONESHOT, task); });
}

void Reactor::run() {
  std::array<epoll_event, 64> room;
  for (;;) {
    for (const epoll_event& event : poller_.wait(room, std::nullopt)) {
      if (event.data.ptr == &end_) return;
      // Null: the descriptor failed before anybody waited for it; whoever does will be told again.
      if (event.data.ptr) tbb::task::resume(static_cast<tbb::task::suspend_point>(event.data.ptr));
    }
  }
}

Watch::Watch(Reactor& reactor, int fd) : reactor_(&reactor), fd_(fd) {
  reactor_->poller_.add(fd_, EPOLLONESHOT, nullptr);
}

Watch::~Watch() {
  if (fd_ >= 0) reactor_->poller_.remove(fd_);
}

}  // namespace onetbb
