// A task per sleeper that suspends itself until it is due. oneTBB keeps a stack for every suspended task, so
// what is small for a coroutine is an address range here; and it has no timers, so one thread of ours wakes
// them. https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task_group.h>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/tbb/alarm.hpp"
#include "runtimes/tbb/arena.hpp"
#include "runtimes/tbb/limits.hpp"

namespace gather {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits&) {
    const auto most = static_cast<std::int64_t>(onetbb::most_suspended_tasks());
    return simul::too_many(p.sleepers, most, "stacks", "a suspended task maps one");
  }

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    with_state(p_, [&](auto bytes) { arena_.execute([&] { gather<bytes()>(wakes, nonce); }); });
    return wakes;
  }

 private:
  template <std::size_t bytes>
  void gather(Answer& wakes, std::uint64_t nonce) {
    tbb::task_group sleepers;
    for (std::size_t i = 0; i < wakes.size(); ++i)
      sleepers.run([this, i, nonce, &wake = wakes[i]] {
        sleep<bytes>(p_, nonce, i, wake, probe_, [this](auto due) { alarm_.sleep_until(due); });
      });
    sleepers.wait();
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Alarm alarm_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace gather
