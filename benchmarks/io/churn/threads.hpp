// Clients as threads with blocking sockets, beside a server that the variants differ in. A connection that breaks off
// is an exception; then the server is told to stop listening, or it would wait for connections that nobody makes.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/group.hpp"

namespace churn {

template <class Probe>
class ThreadedClients {
 public:
  // Both variants have at most two threads for each client beside its own: one that serves and one that is ending.
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (auto hole = limits.unmet({{simul::Supply::threads, 3 * p.clients, "three threads per client"}}))
      return hole;
    return too_many_sockets(p, limits);
  }

  ThreadedClients(const Parameters& p, Probe& probe, const os::Listener& server)
      : p_(p), probe_(probe), server_(server) {}

  // All of them, on threads of `group`.
  void spawn(threads::Group& group, std::uint64_t nonce, std::vector<Heard>& heard) {
    for (std::size_t i = 0; i < heard.size(); ++i)
      group.spawn([this, i, nonce, &all = heard[i]] { all = or_stop([&] { return call_all(i, nonce); }); });
  }

  // Whoever fails ends the listening, and so everybody.
  auto or_stop(auto body) {
    try {
      return body();
    } catch (...) {
      os::stop_listening(server_.socket);
      throw;
    }
  }

 private:
  Heard call_all(std::size_t i, std::uint64_t nonce) {
    probe_.begin(i);
    Caller caller(p_, nonce, i);
    for (; !caller.over(); caller.hung_up()) call(caller);
    probe_.end(i);
    return caller.heard();
  }

  void call(Caller& caller) {
    const os::Descriptor socket = os::connect_loopback(server_.port);
    sequential::send_all(socket.get(), caller.say());
    std::array<std::byte, room_bytes> room;
    while (const std::size_t got = sequential::read_some(socket.get(), room))
      caller.hear(std::span(room).first(got));
  }

  const Parameters& p_;
  Probe& probe_;
  const os::Listener& server_;
};

// Serves the connection and closes it.
inline void serve(os::Descriptor connection, Served& served) {
  Message message;
  sequential::read_exactly(connection.get(), message);
  served.count(message.size());
  sequential::send_all(connection.get(), message);
}

}  // namespace churn
