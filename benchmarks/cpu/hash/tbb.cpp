// parallel_for over the messages. A context per thread is what enumerable_thread_specific is for: oneTBB
// makes one when a thread asks for the first time. https://oneapi-spec.uxlfoundation.org (oneTBB, thread
// local storage)
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/tbb/arena.hpp"

namespace hashing {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : probe_(probe),
        messages_(simul::made_once<Messages>(p)),
        digests_(p.tasks()),
        hashed_(p.tasks()),
        arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    arena_.execute([&] {
      tbb::parallel_for(std::size_t{0}, digests_.size(), [&](std::size_t i) {
        probe_.begin(i);
        digests_[i] = hashers_.local()(messages_[i], nonce);
        hashed_[i] = simul::tally(nonce, i);
        probe_.end(i);
      });
    });
    return {digests_, simul::total(hashed_)};
  }

 private:
  Probe& probe_;
  const Messages& messages_;
  std::vector<Digest> digests_;
  std::vector<simul::Tally> hashed_;
  tbb::enumerable_thread_specific<Hasher> hashers_;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace hashing
