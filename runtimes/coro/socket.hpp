// A connected stream socket on a loop, registered once. One coroutine may read and one may write at a
// time, and the buffers stay theirs until they are resumed. A socket stays where it was made and must not
// be destroyed while somebody waits for it.
#pragma once

#include <cstddef>
#include <span>

#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/readiness.hpp"
#include "runtimes/coro/receiver.hpp"
#include "runtimes/coro/transfer.hpp"
#include "runtimes/os/descriptor.hpp"

namespace coro {

class Socket {
 public:
  Socket(Loop& loop, os::Descriptor descriptor);
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  ReadSome read_some(std::span<std::byte> room) noexcept { return {receiver_, room}; }
  ReadExactly read_exactly(std::span<std::byte> room) noexcept { return {receiver_, room}; }
  WriteAll write_all(std::span<const std::byte> bytes) noexcept { return {fd(), readiness_, bytes}; }

  int fd() const noexcept { return descriptor_.get(); }

 private:
  Poller& poller_;
  os::Descriptor descriptor_;
  Readiness readiness_;
  Receiver receiver_;
};

}  // namespace coro
