// A process per call down to the cut-off, which leaves its answer in memory that it shares with its parent.
#include "benchmarks/cpu/fib/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace fib {
namespace {

template <class Probe>
class ForkCutoff {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, 2 * p.pieces(), "a process per call above the cut-off"}});
  }

  ForkCutoff(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Answer run(std::uint64_t nonce) {
    const forked::Shared<Answer> answer(1);
    forked::Child([&] { answer[0] = call_in_process(p_.n, nonce); }).wait();
    return answer[0];
  }

 private:
  Answer call_in_process(std::int64_t n, std::uint64_t nonce) {
    if (p_.cut(n)) return unit(call(n, nonce));
    const forked::Shared<Answer> answers(2);
    forked::Child first([&] { answers[0] = call_in_process(n - 1, nonce); });
    forked::Child second([&] { answers[1] = call_in_process(n - 2, nonce); });
    first.wait();
    second.wait();
    return joined(answers[0], answers[1]);
  }

  const Parameters& p_;
};

const simul::Enter<Workload, ForkCutoff> enter{"fork_cutoff"};

}  // namespace
}  // namespace fib
