// The coroutines of `coro` on several loops, one per thread: both ends of a connection live on one of them, and no
// loop knows of the others. Sockets are made and closed where they are used.
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/workload.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/sharded.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"

namespace echo {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), shards_(workers), pairs_(workers) {
    auto sockets = os::connected_pairs(static_cast<std::size_t>(p.connections));
    shards_.run([&](coro::Loop& loop, unsigned shard) { return open(loop, shard, sockets); });
  }
  ~CoroSharded() {
    shards_.run([this](coro::Loop&, unsigned shard) { return close(shard); });
  }

  Answer run(std::uint64_t nonce) {
    Answer tallies(static_cast<std::size_t>(p_.connections));
    shards_.run([&](coro::Loop& loop, unsigned shard) { return converse(loop, shard, tallies, nonce); });
    return tallies;
  }

 private:
  struct Pair {
    Pair(coro::Loop& loop, os::Connection connection, std::size_t number)
        : client(loop, std::move(connection.client)), server(loop, std::move(connection.server)), i(number) {}
    coro::Socket client, server;
    std::size_t i;
  };

  // Every shard takes its own from the list, and no other touches them.
  coro::Task<> open(coro::Loop& loop, unsigned shard, std::vector<os::Connection>& all) {
    for (std::size_t i = shard; i < all.size(); i += shards_.size())
      pairs_[shard].emplace_back(loop, std::move(all[i]), i);
    co_return;
  }
  coro::Task<> close(unsigned shard) {
    pairs_[shard].clear();
    co_return;
  }

  coro::Task<> converse(coro::Loop& loop, unsigned shard, Answer& tallies, std::uint64_t nonce) {
    coro::Scope ends(loop);
    for (Pair& pair : pairs_[shard]) {
      ends.spawn(serve(pair.server, tallies[pair.i].served));
      ends.spawn(talk(pair, nonce, tallies[pair.i].heard));
    }
    co_await ends.join();
  }

  coro::Task<> talk(Pair& pair, std::uint64_t nonce, Heard& heard) {
    probe_.begin(pair.i);
    Dialogue dialogue(p_, nonce, pair.i);
    while (!dialogue.over()) {
      co_await pair.client.write_all(dialogue.say());
      // Named first: g++ 12 compiles `if (!co_await ...) co_return;` into a coroutine that never starts.
      const bool whole = co_await pair.client.read_exactly(dialogue.room());
      if (!whole) co_return;  // the tally will show it
      dialogue.hear_all();
    }
    heard = dialogue.heard();
    probe_.end(pair.i);
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
  coro::Sharded shards_;
  std::vector<std::deque<Pair>> pairs_;  // of each shard
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace echo
