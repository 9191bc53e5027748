// One producer after the other, and each item used where it was made: who does one thing at a time needs no queue.
// The schedule does not wait, so that items pile up in front of it all the same.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/queue/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace queue {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer receipts(p_.count());
    for (std::size_t i = 0; i < static_cast<std::size_t>(p_.producers); ++i)
      for (Producer producer(p_, nonce, i, receipts); !producer.over();) {
        sequential::sleep_until(producer.due());
        const Item item = producer.make(probe_);
        sequential::sleep_until(take(p_, item, receipts, probe_));
        finish(item, receipts, probe_);
      }
    return receipts;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace queue
