// The two ends of a connection as the floor has them: a non-blocking socket, and what has to be remembered
// until it is ready again. One kind for epoll to point at, which says which of the two it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace bulk {

struct FloorEnd {
  FloorEnd(os::Descriptor connected, std::size_t connection, bool is_sender)
      : socket(std::move(connected)), number(connection), sends(is_sender) {
    os::set_nonblocking(socket);
  }
  os::Descriptor socket;
  std::size_t number;
  bool sends;
};

struct FloorSender : FloorEnd {
  FloorSender(os::Descriptor connected, const Parameters& p, std::size_t connection)
      : FloorEnd(std::move(connected), connection, true), source(p, connection) {}

  void start(std::uint64_t nonce) {
    source.start(nonce);
    rest = {};
  }
  // False: no room, there will be an event; or no more to send.
  bool send() {
    if (rest.empty() && source.over()) return false;
    if (rest.empty()) rest = source.next();
    const std::size_t sent = sequential::send_some(socket.get(), rest);
    rest = rest.subspan(sent);
    if (sent > 0 && rest.empty()) source.gone();
    return sent > 0;
  }

  Source source;
  std::span<const std::byte> rest;  // of the chunk in hand
};

struct FloorReceiver : FloorEnd {
  FloorReceiver(os::Descriptor connected, const Parameters& p, std::size_t connection)
      : FloorEnd(std::move(connected), connection, false), sink(p) {}

  // Until a read is short. True: now there is no more to come, or the connection has broken off, and the
  // tally is short.
  bool receive(std::span<std::byte> room) {
    for (std::size_t got = room.size(); got == room.size() && !sink.over();) {
      const auto come = sequential::receive_some(socket.get(), room);
      if (!come) return false;
      got = *come;
      sink.take(room.first(got));
      if (got == 0 || sink.over()) return true;
    }
    return false;
  }

  Sink sink;
};

}  // namespace bulk
