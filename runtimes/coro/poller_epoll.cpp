#include "runtimes/coro/poller.hpp"

namespace coro {
namespace {

void update(Readiness& readiness, std::uint32_t events) noexcept {
  const bool failed = events & (EPOLLERR | EPOLLHUP);
  if (failed || events & EPOLLRDHUP) readiness.hung_up = true;
  if (readiness.hung_up || events & EPOLLIN) readiness.readable = true;
  if (failed || events & EPOLLOUT) readiness.writable = true;
}

void carry_on(Operation* waiting) noexcept {
  if (waiting != nullptr && waiting->advance()) waiting->leave();
}

}  // namespace

void Poller::add(int fd, Readiness& readiness) {
  epoll_.add(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, &readiness);
}

void Poller::add_levels(int fd, bool reads, bool writes, Readiness& readiness) {
  epoll_.add(fd, (reads ? EPOLLIN | EPOLLRDHUP : 0u) | (writes ? EPOLLOUT : 0u), &readiness);
}

void Poller::change_levels(int fd, bool reads, bool writes, Readiness& readiness) {
  epoll_.modify(fd, (reads ? EPOLLIN | EPOLLRDHUP : 0u) | (writes ? EPOLLOUT : 0u), &readiness);
}

// Closing would not do: while another process holds a copy of the descriptor, its news would go on.
void Poller::remove(int fd) { epoll_.remove(fd); }

void Poller::wait(Deadline deadline) {
  for (const epoll_event& event : epoll_.wait(news_, deadline)) {
    Readiness& readiness = *static_cast<Readiness*>(event.data.ptr);
    update(readiness, event.events);
    if (readiness.readable) carry_on(readiness.reader);
    if (readiness.writable) carry_on(readiness.writer);
  }
}

}  // namespace coro
