// Clients as processes, forked before the clock, with blocking sockets. One gets the nonce through its pipe and sends
// back what it heard.
#pragma once

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/churn/workload.hpp"
#include "runtimes/fork/message.hpp"
#include "runtimes/fork/worker.hpp"
#include "runtimes/os/tcp.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace churn {

template <class Probe>
class ForkedClients {
 public:
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (auto hole = limits.unmet({{simul::Supply::processes, 2 * p.clients, "two processes per client"}}))
      return hole;
    return too_many_sockets(p, limits);
  }

  ForkedClients(const Parameters& p, Probe& probe, std::uint16_t server) {
    for (std::size_t i = 0; i < p.count(); ++i) {
      clients_.emplace_back([&, i](int nonces, int results) {
        for (std::uint64_t nonce; sequential::read_message(nonces, forked::room_of(nonce));) {
          probe.begin(i);
          Caller caller(p, nonce, i);
          for (; !caller.over(); caller.hung_up()) call(caller, server);
          probe.end(i);
          sequential::write_all(results, forked::bytes_of(caller.heard()));
        }
      });
    }
  }

  void start(std::uint64_t nonce) {
    for (forked::Worker& client : clients_) client.give(forked::bytes_of(nonce));
  }
  // Throws what became of the client if it cannot answer any more.
  Heard wait(std::size_t i) {
    Heard heard;
    clients_[i].take(forked::room_of(heard));
    return heard;
  }
  int results(std::size_t i) const { return clients_[i].replies(); }

 private:
  static void call(Caller& caller, std::uint16_t server) {
    const os::Descriptor socket = os::connect_loopback(server);
    sequential::send_all(socket.get(), caller.say());
    std::array<std::byte, room_bytes> room;
    while (const std::size_t got = sequential::read_some(socket.get(), room))
      caller.hear(std::span(room).first(got));
  }

  std::vector<forked::Worker> clients_;
};

// What a process of the server does with a connection, and then it closes it.
inline void serve_one(const os::Descriptor& connection, Served& served) {
  Message message;
  sequential::read_exactly(connection.get(), message);
  served.count(message.size());
  sequential::send_all(connection.get(), message);
}

}  // namespace churn
