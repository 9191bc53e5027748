#include "tests/runtimes/coro/faults.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <utility>

using Steady = std::chrono::steady_clock;

namespace coro::test {
namespace {

Faults faults;
std::optional<Steady::time_point> fake_now;

Fault ask(const std::function<Fault()>& plan) { return plan ? plan() : Fault(); }

}  // namespace

Plan::Plan(Faults planned) { faults = std::move(planned); }
Plan::~Plan() { faults = {}; }
FakeClock::FakeClock() { fake_now = Steady::time_point(std::chrono::hours(1)); }
FakeClock::~FakeClock() { fake_now.reset(); }

}  // namespace coro::test

using namespace coro::test;

extern "C" {

ssize_t __real_recv(int, void*, size_t, int);
ssize_t __real_send(int, const void*, size_t, int);
int __real_accept4(int, sockaddr*, socklen_t*, int);
ssize_t __real_write(int, const void*, size_t);
int __real_epoll_pwait2(int, epoll_event*, int, const timespec*, const sigset_t*);
Steady::time_point __real__ZNSt6chrono3_V212steady_clock3nowEv();

ssize_t __wrap_recv(int fd, void* room, size_t size, int flags) {
  const Fault fault = ask(faults.recv);
  if (fault.error != 0) return errno = fault.error, -1;
  return __real_recv(fd, room, size, flags);
}

ssize_t __wrap_send(int fd, const void* bytes, size_t size, int flags) {
  const Fault fault = ask(faults.send);
  if (fault.error != 0) return errno = fault.error, -1;
  return __real_send(fd, bytes, size, flags);
}

int __wrap_accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
  const Fault fault = ask(faults.accept);
  if (fault.error != 0) return errno = fault.error, -1;
  return __real_accept4(fd, address, size, flags);
}

ssize_t __wrap_write(int fd, const void* bytes, size_t size) {
  const Fault fault = ask(faults.write);
  if (fault.error != 0) return errno = fault.error, -1;
  return __real_write(fd, bytes, size);
}

int __wrap_epoll_pwait2(int fd, epoll_event* room, int size, const timespec* timeout, const sigset_t* mask) {
  const Fault fault = ask(faults.poll);
  if (fault.error != 0) return errno = fault.error, -1;
  if (!fake_now) return __real_epoll_pwait2(fd, room, size, timeout, mask);
  const timespec at_once{};
  const int ready = __real_epoll_pwait2(fd, room, size, &at_once, mask);
  if (ready == 0 && timeout != nullptr)
    *fake_now += std::chrono::seconds(timeout->tv_sec) + std::chrono::nanoseconds(timeout->tv_nsec);
  return ready;
}

Steady::time_point __wrap__ZNSt6chrono3_V212steady_clock3nowEv() {
  return fake_now ? *fake_now : __real__ZNSt6chrono3_V212steady_clock3nowEv();
}
}
