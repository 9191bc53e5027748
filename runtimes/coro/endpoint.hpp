// Where a stream socket listens or connects to: TCP on an IPv4 address, or a Unix path.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string_view>

#include "runtimes/os/descriptor.hpp"

namespace coro {

class Endpoint {
 public:
  static Endpoint tcp(std::uint16_t port, std::string_view ipv4 = "127.0.0.1");  // port 0: any that is free
  static Endpoint unix_path(std::string_view path);  // bound, it makes a file, which is its owner's to remove
  static Endpoint of(const os::Descriptor& bound);   // what the kernel made of it

  const sockaddr* address() const noexcept { return reinterpret_cast<const sockaddr*>(&storage_); }
  socklen_t size() const noexcept { return size_; }
  std::uint16_t port() const noexcept;  // of TCP

  os::Descriptor socket() const;  // that does not block, nor wait to fill packets
  os::Descriptor listen(int backlog = 1024) const;

 private:
  sockaddr_storage storage_{};
  socklen_t size_ = 0;
};

}  // namespace coro
