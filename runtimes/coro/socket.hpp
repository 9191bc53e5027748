// A connected stream socket on a loop, registered once. One coroutine may read and one may write at a
// time, and the buffers stay theirs until they are resumed. A socket stays where it was made and must not
// be destroyed while somebody waits for it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

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
  WriteSome write_some(std::span<const std::byte> bytes) noexcept { return {fd(), readiness_, bytes}; }

  // Everything up to and including `delimiter`; without it what the peer sent before it closed, perhaps
  // nothing. Throws std::system_error (EMSGSIZE) when there are `limit` bytes without it. Cancelled or thrown
  // out, it loses nothing: what came is read again by the next.
  Task<std::string> read_until(std::string_view delimiter, std::size_t limit = 64 * 1024);

  // Half-close: the peer reads to the end; what it sends still arrives.
  void shutdown_write();

  int fd() const noexcept { return descriptor_.get(); }

 private:
  Poller& poller_;
  os::Descriptor descriptor_;
  Readiness readiness_;
  Receiver receiver_;
};

}  // namespace coro
