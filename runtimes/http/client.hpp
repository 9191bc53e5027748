// A client that blocks. Whoever waits with plain calls (one thing at a time, threads, forked processes) fetches with it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtimes/http/message.hpp"
#include "runtimes/os/descriptor.hpp"

namespace http {

// One connection to a port of this machine, kept alive from one request to the next, and made anew when it broke off.
class Client {
 public:
  explicit Client(std::uint16_t port);

  // Asks up to `attempts` times, each on a new connection; throws what broke the last one. What it returns stays until
  // the next call.
  const Response& get(std::string_view target, int attempts);

 private:
  void connect();
  void ask(std::string_view request);

  std::uint16_t port_;
  os::Descriptor socket_;
  Response response_;
  std::array<std::byte, 16 * 1024> room_;
};

}  // namespace http
