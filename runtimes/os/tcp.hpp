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
// The same, but the socket does not block and is still connecting. When it can be written to that is over, and
// check_connected throws why it failed, if it did.
Descriptor start_connecting(std::uint16_t port);
void check_connected(const Descriptor& socket);
// Nothing, if the listener does not block and nobody is waiting.
Descriptor accept(const Descriptor& listener);
// For good, and from any thread: who waits in accept gets an exception (EINVAL), who waits to be accepted a reset. May
// be called again.
void stop_listening(const Descriptor& listener);
void set_nonblocking(const Descriptor& descriptor);

Connection connected_pair();
std::vector<Connection> connected_pairs(std::size_t count);

}  // namespace os
