#include "runtimes/os/epoll.hpp"

#include "runtimes/os/clock.hpp"
#include "runtimes/os/error.hpp"

namespace os {
namespace {

using Clock = std::chrono::steady_clock;

void control(int epoll, int operation, int fd, std::uint32_t events, void* data) {
  epoll_event event{.events = events, .data = {.ptr = data}};
  check(::epoll_ctl(epoll, operation, fd, &event), "epoll_ctl");
}

Clock::duration time_left(Clock::time_point deadline) {
  const auto now = Clock::now();
  return deadline > now ? deadline - now : Clock::duration::zero();
}

// epoll_wait counts in milliseconds, too coarse for timers: needs Linux 5.11, or fails with ENOSYS.
int wait_at_most(int epoll, std::span<epoll_event> room, const timespec* timeout) {
  const auto size = static_cast<int>(room.size());
  const int ready = ::epoll_pwait2(epoll, room.data(), size, timeout, nullptr);
  if (ready == -1 && errno == EINTR) return 0;
  return check(ready, "epoll_pwait2");
}

}  // namespace

Epoll::Epoll() : epoll_(check(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {}

void Epoll::add(int fd, std::uint32_t events, void* data) {
  control(epoll_.get(), EPOLL_CTL_ADD, fd, events, data);
}

void Epoll::modify(int fd, std::uint32_t events, void* data) {
  control(epoll_.get(), EPOLL_CTL_MOD, fd, events, data);
}

void Epoll::remove(int fd) { control(epoll_.get(), EPOLL_CTL_DEL, fd, 0, nullptr); }

std::span<epoll_event> Epoll::wait(std::span<epoll_event> room, Deadline deadline) {
  for (;;) {
    const timespec timeout = to_timespec(deadline ? time_left(*deadline) : Clock::duration::zero());
    const int ready = wait_at_most(epoll_.get(), room, deadline ? &timeout : nullptr);
    if (ready > 0) return room.first(static_cast<std::size_t>(ready));
    if (deadline && Clock::now() >= *deadline) return {};
  }
}

}  // namespace os
