// Two coroutines per connection, client and server (coro_ends.hpp), all on one loop. `coro` and `coro_uring`
// differ only in how that loop waits.
#pragma once

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/coro_ends.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
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
      ends.spawn(serve(servers_[i], p_.bytes_per_connection(), tallies[i].served));
      ends.spawn(talk(clients_[i], p_, nonce, i, tallies[i].heard, probe_));
    }
    co_await ends.join();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_{polling};
  std::deque<coro::Socket> clients_, servers_;
};

}  // namespace echo
