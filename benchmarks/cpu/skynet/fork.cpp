// A process per node; a parent's parts lie in memory that it shares with its ten children.
#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/shared.hpp"

namespace skynet {
namespace {

Sum sum_of_processes(Node node) {
  if (node.is_leaf()) return leaf(node);
  const forked::Shared<Parts> parts(1);
  std::vector<forked::Child> children;
  children.reserve(fan_out);
  for (unsigned i = 0; i < fan_out; ++i)
    children.emplace_back([&part = parts[0][i], child = node.child(i)] { part = sum_of_processes(child); });
  for (auto& child : children) child.wait();
  return total(parts[0]);
}

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, p.nodes(), "a process per node"}});
  }

  Fork(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Sum run(std::uint64_t nonce) { return sum_of_processes(root(p_, nonce)); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace skynet
