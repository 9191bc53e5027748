// A thread per sleeper: a stack, a kernel task and two context switches for each nap.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/group.hpp"

namespace gather {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.together() && p.sleepers > 1'000)
      return simul::Hole("more than 1,000 threads are not started within one nap");
    return limits.unmet({{simul::Supply::threads, p.sleepers, "a thread per sleeper"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    with_state(p_, [&](auto bytes) { gather<bytes()>(wakes, nonce); });
    return wakes;
  }

 private:
  template <std::size_t bytes>
  void gather(Answer& wakes, std::uint64_t nonce) {
    threads::Group sleepers(wakes.size());
    for (std::size_t i = 0; i < wakes.size(); ++i)
      sleepers.spawn([this, i, nonce, &wake = wakes[i]] {
        sleep<bytes>(p_, nonce, i, wake, probe_, sequential::sleep_until);
      });
    sleepers.join();
  }

  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace gather
