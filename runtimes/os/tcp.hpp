// TCP that never leaves this machine: every socket is bound to 127.0.0.1, without Nagle's delay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtimes/os/descriptor.hpp"

namespace os {

struct Listener {
  Descriptor socket;
  std::uint16_t port;  // chosen by the kernel
};

struct Connection {
  Descriptor client, server;
};

// All sockets block until told otherwise and are closed on exec.
Listener listen_loopback(int backlog = 1024);
Descriptor connect_loopback(std::uint16_t port);
// Nothing, if the listener does not block and nobody is waiting.
Descriptor accept(const Descriptor& listener);
void set_nonblocking(const Descriptor& descriptor);

Connection connected_pair();
std::vector<Connection> connected_pairs(std::size_t count);

}  // namespace os
