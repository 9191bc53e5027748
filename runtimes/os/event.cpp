#include "runtimes/os/event.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "runtimes/os/error.hpp"

namespace os {

EventFd::EventFd() : event_(check(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {}

void EventFd::signal() {
  const std::uint64_t one = 1;
  const auto written = retry([&] { return ::write(fd(), &one, sizeof one); });
  if (written == -1 && errno == EAGAIN) return;  // the counter is full: signalled already
  check(written, "write(eventfd)");
}

bool EventFd::drain() {
  std::uint64_t signals = 0;
  const auto got = retry([&] { return ::read(fd(), &signals, sizeof signals); });
  if (got == -1 && errno == EAGAIN) return false;
  check(got, "read(eventfd)");
  return true;
}

}  // namespace os
