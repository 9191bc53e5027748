#include "runtimes/coro/poller_epoll.hpp"

namespace coro {

void EpollPoller::add(int fd, Readiness& readiness) {
  epoll_.add(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, &readiness);
}

void EpollPoller::add_levels(int fd, bool reads, bool writes, Readiness& readiness) {
  epoll_.add(fd, (reads ? EPOLLIN | EPOLLRDHUP : 0u) | (writes ? EPOLLOUT : 0u), &readiness);
}

void EpollPoller::change_levels(int fd, bool reads, bool writes, Readiness& readiness) {
  epoll_.modify(fd, (reads ? EPOLLIN | EPOLLRDHUP : 0u) | (writes ? EPOLLOUT : 0u), &readiness);
}

// Closing would not do: while another process holds a copy of the descriptor, its news would go on.
void EpollPoller::remove(int fd, Readiness&) { epoll_.remove(fd); }

void EpollPoller::wait(Deadline deadline) {
  for (const epoll_event& event : epoll_.wait(news_, deadline)) {
    Readiness& readiness = *static_cast<Readiness*>(event.data.ptr);
    readiness.update(event.events);
    carry_on(readiness);
  }
}

}  // namespace coro
