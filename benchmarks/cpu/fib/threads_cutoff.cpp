// A thread per call down to the cut-off; each joins the two that it started. A thread per call would be
// millions of them, thousands at once.
#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace fib {
namespace {

template <class Probe>
class ThreadsCutoff {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, 2 * p.pieces(), "a thread per call above the cut-off"}});
  }

  ThreadsCutoff(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    Answer answer;
    threads::Group root(1);
    root.spawn([&] { answer = call_in_thread(p_.n, nonce); });
    root.join();
    return answer;
  }

 private:
  Answer call_in_thread(std::int64_t n, std::uint64_t nonce) {
    if (p_.cut(n)) return unit(call(n, nonce));
    Answer first, second;
    threads::Group calls(2);
    calls.spawn([&] { first = call_in_thread(n - 1, nonce); });
    calls.spawn([&] { second = call_in_thread(n - 2, nonce); });
    calls.join();
    return joined(first, second);
  }

  const Parameters& p_;
};

const simul::Enter<Workload, ThreadsCutoff> enter{"threads_cutoff"};

}  // namespace
}  // namespace fib
