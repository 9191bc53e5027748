// The toy's contestants: one for each word that the tables know, one that lies, and one that throws.
#include "tests/benchmarks/harness/toy.hpp"

#include <stdexcept>

#include "benchmarks/harness/enter.hpp"

namespace toy {
namespace {

template <class Probe, simul::Lanes how>
class Honest {
 public:
  static constexpr auto lanes = how;

  Honest(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer answer;
    for (std::size_t task = 0; task < Workload::tasks(p_); ++task) {
      probe_.begin(task);
      answer.push_back(simul::work(nonce + task + static_cast<std::uint64_t>(p_.shift), p_.steps));
      probe_.end(task);
    }
    return answer;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
};

template <class Probe>
struct OneLane : Honest<Probe, simul::Lanes::one> {
  using Honest<Probe, simul::Lanes::one>::Honest;
};
template <class Probe>
struct PerTask : Honest<Probe, simul::Lanes::per_task> {
  using Honest<Probe, simul::Lanes::per_task>::Honest;
};
template <class Probe>
struct Pool : Honest<Probe, simul::Lanes::workers> {
  using Honest<Probe, simul::Lanes::workers>::Honest;
};

template <class Probe>
struct Reluctant : OneLane<Probe> {
  using OneLane<Probe>::OneLane;
  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.shift == 1) return std::nullopt;
    return "shifts by 1 only, on any of " + std::to_string(limits.cpus) + " CPUs";
  }
};

template <class Probe>
struct Liar : OneLane<Probe> {
  using OneLane<Probe>::OneLane;
  Answer run(std::uint64_t nonce) { return OneLane<Probe>::run(nonce + 1); }
};

template <class Probe>
struct Thrower : OneLane<Probe> {
  using OneLane<Probe>::OneLane;
  Answer run(std::uint64_t) { throw std::runtime_error("thrown by the contestant"); }
};

const simul::Enter<Workload, PerTask> threads{"threads"};  // not in the order of the tables
const simul::Enter<Workload, Pool> fork_pool{"fork_pool"};
const simul::Enter<Workload, OneLane> sequential{"sequential"};
const simul::Enter<Workload, Reluctant> uv{"uv"};
const simul::Enter<Workload, OneLane> coro_b{"coro_b"};
const simul::Enter<Workload, OneLane> coro{"coro"};
const simul::Enter<Workload, OneLane> floor{"floor"};
const simul::Enter<Workload, OneLane> asio{"asio"};
const simul::Enter<Workload, Liar> liar{"liar"};
const simul::Enter<Workload, Thrower> thrower{"thrower"};

}  // namespace
}  // namespace toy
