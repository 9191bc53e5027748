// A loop per core with a context of its own; every shard hashes one stretch of the messages and gives way
// after each. Messages cost the same, and so a stretch does.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/sharded.hpp"

namespace hashing {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe),
        messages_(simul::made_once<Messages>(p)),
        digests_(p.tasks()),
        hashers_(workers),
        hashed_(workers),
        shards_(workers) {}

  Answer run(std::uint64_t nonce) {
    shards_.run([&](coro::Loop& loop, unsigned shard) { return hash_stretch(loop, shard, nonce); });
    return {digests_, simul::total(hashed_)};
  }

 private:
  coro::Task<> hash_stretch(coro::Loop& loop, std::size_t shard, std::uint64_t nonce) {
    const std::size_t first = digests_.size() * shard / shards_.size();
    const std::size_t last = digests_.size() * (shard + 1) / shards_.size();
    simul::Tally hashed;
    for (std::size_t i = first; i < last; ++i) {
      probe_.begin(i);
      digests_[i] = hashers_[shard](messages_[i], nonce);
      hashed += simul::tally(nonce, i);
      probe_.end(i);
      co_await loop.yield();
    }
    hashed_[shard] = hashed;
  }

  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  std::vector<Hasher> hashers_;       // per shard
  std::vector<simul::Tally> hashed_;  // per shard
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace hashing
