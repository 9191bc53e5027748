// A task per chain, which suspends itself at every step: the thread goes on with other chains, and the steps of one
// follow each other as plain calls on a stack that stays. oneTBB has no timers, so one thread of ours resumes them.
// https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task_group.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/chain/workload.hpp"
#include "runtimes/tbb/alarm.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/limits.hpp"

namespace chain {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits&) {
    const auto most = static_cast<std::int64_t>(onetbb::most_suspended_tasks());
    return simul::too_many(p.chains, most, "stacks", "a suspended task maps one");
  }

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer links(p_.count() * p_.length());
    arena_.execute([&] {
      tbb::task_group chains;
      for (std::size_t chain = 0; chain < p_.count(); ++chain)
        chains.run([&, chain, nonce] { follow(chain, nonce, links_of(links, p_, chain)); });
      chains.wait();
    });
    return links;
  }

 private:
  void follow(std::size_t chain, std::uint64_t nonce, Link* link) {
    probe_.begin(chain);
    std::string result = origin(nonce, chain);
    for (std::size_t step = 0; step < p_.length(); ++step, ++link) {
      probe_.wait(chain, p_.delay(chain, step));
      alarm_.sleep_until(link->begin(p_.delay(chain, step)));
      probe_.wake(chain);
      result = link->end(step, result);
    }
    probe_.end(chain);
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Alarm alarm_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace chain
