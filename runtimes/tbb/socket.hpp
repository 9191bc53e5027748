// A connected socket for tasks: calls that would block suspend the task and not its thread.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include "runtimes/os/descriptor.hpp"
#include "runtimes/tbb/reactor.hpp"

namespace onetbb {

class Socket {
 public:
  Socket(Reactor& reactor, os::Descriptor connected);  // makes it non-blocking

  std::size_t read_some(std::span<std::byte> room);  // 0: the peer has sent all
  void write_all(std::span<const std::byte> bytes);

  void finish_connecting();  // of one that has only begun to
  // For whom a connection that breaks is nothing out of the ordinary: it is told and not thrown. AddressSanitizer cannot
  // follow an exception down the stack that a suspended task has of its own.
  std::size_t read_some(std::span<std::byte> room, std::error_code& error);
  void write_all(std::span<const std::byte> bytes, std::error_code& error);

  int fd() const noexcept { return socket_.get(); }

 private:
  os::Descriptor socket_;
  Watch watch_;
};

}  // namespace onetbb
