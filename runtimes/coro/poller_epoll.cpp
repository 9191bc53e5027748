#include "runtimes/coro/poller.hpp"

#include <utility>

namespace coro {
namespace {

void update(Readiness& readiness, std::uint32_t events) noexcept {
  const bool failed = events & (EPOLLERR | EPOLLHUP);
  if (failed || events & EPOLLRDHUP) readiness.hung_up = true;
  if (readiness.hung_up || events & EPOLLIN) readiness.readable = true;
  if (failed || events & EPOLLOUT) readiness.writable = true;
}

void carry_on(Operation*& waiting, ReadyQueue& ready) noexcept {
  if (waiting != nullptr && waiting->advance()) ready.push(*std::exchange(waiting, nullptr));
}

}  // namespace

void Poller::add(int fd, Readiness& readiness) {
  epoll_.add(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, &readiness);
}

// Closing would not do: while another process holds a copy of the descriptor, its news would go on.
void Poller::remove(int fd) { epoll_.remove(fd); }

void Poller::wait(ReadyQueue& ready, Deadline deadline) {
  for (const epoll_event& event : epoll_.wait(news_, deadline)) {
    Readiness& readiness = *static_cast<Readiness*>(event.data.ptr);
    update(readiness, event.events);
    carry_on(readiness.reader, ready);
    carry_on(readiness.writer, ready);
  }
}

}  // namespace coro
