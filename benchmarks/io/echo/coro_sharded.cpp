// The coroutines of `coro` on several loops, one per thread: both ends of a connection live on one of them, and no
// loop knows of the others. Sockets are made and closed where they are used.
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/echo/coro_ends.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/sharded.hpp"
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
      ends.spawn(serve(pair.server, p_.bytes_per_connection(), tallies[pair.i].served));
      ends.spawn(talk(pair.client, p_, nonce, pair.i, tallies[pair.i].heard, probe_));
    }
    co_await ends.join();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Sharded shards_;
  std::vector<std::deque<Pair>> pairs_;  // of each shard
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace echo
