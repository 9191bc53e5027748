// Two coroutines per connection, client and server, all on one loop; they read like blocking code.
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"

namespace echo {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits& limits) {
    return too_many_sockets(p, limits);
  }

  Coro(const Parameters& p, unsigned, Probe&) : p_(p) {
    for (auto& [client, server] : os::connected_pairs(static_cast<std::size_t>(p.connections))) {
      clients_.emplace_back(loop_, std::move(client));
      servers_.emplace_back(loop_, std::move(server));
    }
  }

  Tally run(std::uint64_t nonce) { return loop_.run(converse(nonce)); }

 private:
  coro::Task<Tally> converse(std::uint64_t nonce) {
    std::deque<Dialogue> dialogues;
    coro::Scope ends(loop_);
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      ends.spawn(serve(servers_[i]));
      ends.spawn(talk(clients_[i], dialogues.emplace_back(p_, nonce, i)));
    }
    co_await ends.join();
    Tally all;
    for (const Dialogue& dialogue : dialogues) all += dialogue.tally();
    co_return all;
  }

  coro::Task<> talk(coro::Socket& socket, Dialogue& dialogue) {
    while (!dialogue.over()) {
      co_await socket.write_all(dialogue.say());
      // Named first: g++ 12 compiles `if (!co_await ...) co_return;` into a coroutine that never starts.
      const bool whole = co_await socket.read_exactly(dialogue.room());
      if (!whole) co_return;  // the tally will show it
      dialogue.hear();
    }
  }

  coro::Task<> serve(coro::Socket& socket) {
    std::array<std::byte, 1024> buffer;
    for (std::size_t left = p_.bytes_per_connection(); left > 0;) {
      const std::size_t got = co_await socket.read_some(buffer);
      if (got == 0) co_return;
      co_await socket.write_all(std::span(buffer).first(got));
      left -= got;
    }
  }

  const Parameters& p_;
  coro::Loop loop_;
  std::deque<coro::Socket> clients_, servers_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace echo
