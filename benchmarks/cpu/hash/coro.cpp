// A coroutine per message. They share one context without a lock: no coroutine awaits anything between its
// first byte and its digest, and so no other runs in between, nor at the same time.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace hashing {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe& probe)
      : probe_(probe), messages_(simul::made_once<Messages>(p)), digests_(p.tasks()) {}

  Answer run(std::uint64_t nonce) { return {digests_, loop_.run(hash_all(nonce))}; }

 private:
  coro::Task<simul::Tally> hash_all(std::uint64_t nonce) {
    simul::Tally hashed;
    coro::Scope messages(loop_);
    for (std::size_t i = 0; i < digests_.size(); ++i) messages.spawn(hash(i, nonce, hashed));
    co_await messages.join();
    co_return hashed;
  }

  coro::Task<> hash(std::size_t i, std::uint64_t nonce, simul::Tally& hashed) {
    probe_.begin(i);
    digests_[i] = hasher_(messages_[i], nonce);
    hashed += simul::tally(nonce, i);
    probe_.end(i);
    co_return;
  }

  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  Hasher hasher_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace hashing
