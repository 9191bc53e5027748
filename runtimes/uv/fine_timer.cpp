#include "runtimes/uv/fine_timer.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "runtimes/os/clock.hpp"
#include "runtimes/os/error.hpp"
#include "runtimes/uv/error.hpp"

namespace uv {

// Polled from here on, so that to start and to stop are no epoll_ctl; it keeps the loop alive while it is started only.
void FineTimer::open(Loop& loop) {
  timer_ = os::Descriptor(
      os::check(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create"));
  check(uv_poll_init(loop.raw(), &handle_, timer_.get()), "uv_poll_init");
  handle_.data = this;
  const auto on_readable = [](uv_poll_t* poll, int status, int) {
    Loop::deliver(poll->loop, [poll, status] {
      check(status, "uv_poll_start");
      auto& self = *static_cast<FineTimer*>(poll->data);
      if (self.take_expiration()) self.on_due_(self.owner_);
    });
  };
  check(uv_poll_start(&handle_, UV_READABLE, on_readable), "uv_poll_start");
  uv_unref(base());
}

void FineTimer::start(std::chrono::steady_clock::time_point due) {
  set(std::max(due.time_since_epoch(), std::chrono::nanoseconds(1)));  // 0 would be never
  uv_ref(base());
}

void FineTimer::stop() noexcept {
  set(std::chrono::nanoseconds(0));
  uv_unref(base());
}

void FineTimer::set(std::chrono::nanoseconds since_boot) {
  const itimerspec time{.it_interval = {}, .it_value = os::to_timespec(since_boot)};
  os::check(::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &time, nullptr), "timerfd_settime");
}

// None: it was stopped or moved after libuv had seen it expire.
bool FineTimer::take_expiration() {
  std::uint64_t times = 0;
  if (os::retry([&] { return ::read(timer_.get(), &times, sizeof times); }) < 0) return false;
  uv_unref(base());
  return true;
}

}  // namespace uv
