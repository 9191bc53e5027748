#include "runtimes/coro/endpoint.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/un.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <system_error>

#include "runtimes/os/error.hpp"

namespace coro {

Endpoint Endpoint::tcp(std::uint16_t port, std::string_view ipv4) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (::inet_pton(AF_INET, std::string(ipv4).c_str(), &address.sin_addr) != 1)
    throw std::system_error(EINVAL, std::generic_category(), "not an IPv4 address");
  Endpoint endpoint;
  std::memcpy(&endpoint.storage_, &address, sizeof address);
  endpoint.size_ = sizeof address;
  return endpoint;
}

Endpoint Endpoint::unix_path(std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    throw std::system_error(ENAMETOOLONG, std::generic_category(), "path of a Unix socket");
  std::ranges::copy(path, address.sun_path);
  Endpoint endpoint;
  std::memcpy(&endpoint.storage_, &address, sizeof address);
  endpoint.size_ = sizeof address;
  return endpoint;
}

Endpoint Endpoint::of(const os::Descriptor& bound) {
  Endpoint endpoint;
  endpoint.size_ = sizeof endpoint.storage_;
  os::check(::getsockname(bound.get(), reinterpret_cast<sockaddr*>(&endpoint.storage_), &endpoint.size_),
            "getsockname");
  return endpoint;
}

std::uint16_t Endpoint::port() const noexcept {
  return ntohs(reinterpret_cast<const sockaddr_in&>(storage_).sin_port);
}

os::Descriptor Endpoint::socket() const {
  os::Descriptor socket(
      os::check(::socket(storage_.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket"));
  const int on = 1;
  if (storage_.ss_family == AF_INET)
    os::check(::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
  return socket;
}

os::Descriptor Endpoint::listen(int backlog) const {
  os::Descriptor listener = socket();
  os::check(::bind(listener.get(), address(), size()), "bind");
  os::check(::listen(listener.get(), backlog), "listen");
  return listener;
}

}  // namespace coro
