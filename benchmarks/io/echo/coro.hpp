// Two coroutines per connection, client and server, all on one loop; they read like blocking code. `coro` and
// `coro_uring` differ only in how that loop waits.
#pragma once

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"

namespace echo {

template <class Probe, coro::Polling polling>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {
    for (auto& [client, server] : os::connected_pairs(static_cast<std::size_t>(p.connections))) {
      clients_.emplace_back(loop_, std::move(client));
      servers_.emplace_back(loop_, std::move(server));
    }
  }

  Answer run(std::uint64_t nonce) {
    Answer tallies(clients_.size());
    loop_.run(converse(tallies, nonce));
    return tallies;
  }

 private:
  coro::Task<> converse(Answer& tallies, std::uint64_t nonce) {
    coro::Scope ends(loop_);
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      ends.spawn(serve(servers_[i], tallies[i].served));
      ends.spawn(talk(i, nonce, tallies[i].heard));
    }
    co_await ends.join();
  }

  coro::Task<> talk(std::size_t i, std::uint64_t nonce, Heard& heard) {
    probe_.begin(i);
    Dialogue dialogue(p_, nonce, i);
    while (!dialogue.over()) {
      co_await clients_[i].write_all(dialogue.say());
      // Named first: g++ 12 compiles `if (!co_await ...) co_return;` into a coroutine that never starts.
      const bool whole = co_await clients_[i].read_exactly(dialogue.room());
      if (!whole) co_return;  // the tally will show it
      dialogue.hear_all();
    }
    heard = dialogue.heard();
    probe_.end(i);
  }

  coro::Task<> serve(coro::Socket& socket, std::size_t& served) {
    std::array<std::byte, server_buffer_bytes> buffer;
    while (served < p_.bytes_per_connection()) {
      const std::size_t got = co_await socket.read_some(buffer);
      if (got == 0) co_return;
      co_await socket.write_all(std::span(buffer).first(got));
      served += got;
    }
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{polling};
  std::deque<coro::Socket> clients_, servers_;
};

}  // namespace echo
