// A process per timer, which sleeps until it is due; a timeout is cancelled by killing its process. So does
// every shell script that guards a command with `sleep 30 && kill $$ &`, and timeout(1) the other way round.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace timers {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.timers, "a process per timer"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), records_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    Book book(p_, nonce, records_.span());
    std::vector<std::optional<forked::Child>> timers(p_.count());
    for (std::size_t timer = 0; timer < timers.size(); ++timer) {
      timers[timer].emplace([this, &book, timer, due = book.arm(timer, probe_)] {
        sequential::sleep_until(due);
        book.fire(timer, probe_);
      });
    }
    for (std::size_t timer = 0; timer < timers.size(); ++timer) {
      if (book.fires(timer)) continue;
      timers[timer].reset();  // kills it
      book.cancel(timer);
    }
    for (auto& timer : timers)
      if (timer) timer->wait();
    return {records_.begin(), records_.end()};
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Record> records_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace timers
