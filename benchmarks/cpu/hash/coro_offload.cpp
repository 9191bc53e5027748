// A coroutine per message awaits the pool, which hashes; the digest comes back to the loop as what the await
// returns. Every thread of the pool has a context of its own.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"
#include "runtimes/coro/scope.hpp"

namespace hashing {
namespace {

template <class Probe>
class CoroOffload {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroOffload(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe), messages_(simul::made_once<Messages>(p)), digests_(p.tasks()), pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    hashed_ = {};
    loop_.run(hash_all(nonce));
    return {digests_, hashed_};
  }

 private:
  coro::Task<> hash_all(std::uint64_t nonce) {
    coro::Scope messages(loop_);
    for (std::size_t i = 0; i < digests_.size(); ++i) messages.spawn(hash(i, nonce));
    co_await messages.join();
  }

  coro::Task<> hash(std::size_t i, std::uint64_t nonce) {
    digests_[i] = co_await coro::offload(pool_, [this, i, nonce] { return hash_on_pool(i, nonce); });
    hashed_ += simul::tally(nonce, i);
  }

  Digest hash_on_pool(std::size_t i, std::uint64_t nonce) {
    thread_local Hasher hasher;
    probe_.begin(i);
    const Digest digest = hasher(messages_[i], nonce);
    probe_.end(i);
    return digest;
  }

  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  simul::Tally hashed_;
  coro::ThreadPool pool_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroOffload> enter{"coro_offload"};

}  // namespace
}  // namespace hashing
