// One timer after the other: sleep until it is due, if it is to fire. A timeout is armed and, since what it
// guards has happened, forgotten. Long lists are extrapolated from their first timers.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace timers {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer records(p_.count());
    Book book(p_, nonce, records);
    for (std::size_t timer = 0; timer < book.count(); ++timer) {
      const auto due = book.arm(timer, probe_);
      if (book.fires(timer)) {
        sequential::sleep_until(due);
        book.fire(timer, probe_);
      } else {
        book.cancel(timer);
      }
    }
    return records;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace timers
