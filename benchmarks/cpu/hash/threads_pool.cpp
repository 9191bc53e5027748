// `workers` threads take messages from a queue, each with a context that it keeps from one message to the
// next.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/pool.hpp"

namespace hashing {
namespace {

template <class Probe>
class ThreadsPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ThreadsPool(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe),
        messages_(simul::made_once<Messages>(p)),
        digests_(p.tasks()),
        hashed_(p.tasks()),
        pool_(workers) {}

  Answer run(std::uint64_t nonce) {
    for (std::size_t i = 0; i < digests_.size(); ++i) pool_.submit([=, this] { hash(i, nonce); });
    pool_.wait();
    return {digests_, simul::total(hashed_)};
  }

 private:
  void hash(std::size_t i, std::uint64_t nonce) {
    thread_local Hasher hasher;
    probe_.begin(i);
    digests_[i] = hasher(messages_[i], nonce);
    hashed_[i] = simul::tally(nonce, i);
    probe_.end(i);
  }

  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  std::vector<simul::Tally> hashed_;
  threads::Pool pool_;
};

const simul::Enter<Workload, ThreadsPool> enter{"threads_pool"};

}  // namespace
}  // namespace hashing
