#include "runtimes/coro/socket.hpp"

#include <cassert>
#include <utility>

#include "runtimes/os/tcp.hpp"

namespace coro {

Socket::Socket(Loop& loop, os::Descriptor descriptor)
    : poller_(loop.poller()),
      descriptor_(std::move(descriptor)),
      receiver_(fd(), readiness_, loop.landing()) {
  os::set_nonblocking(descriptor_);
  poller_.add(fd(), readiness_);
}

Socket::~Socket() {
  assert(readiness_.reader == nullptr && readiness_.writer == nullptr);
  poller_.remove(fd());
}

}  // namespace coro
