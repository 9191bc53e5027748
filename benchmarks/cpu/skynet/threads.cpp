// A thread per node, as the benchmark asks; a parent joins its ten.
#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/threads/group.hpp"

namespace skynet {
namespace {

Sum sum_of_threads(Node node) {
  if (node.is_leaf()) return leaf(node);
  Parts parts;
  threads::Group children(fan_out);
  for (unsigned i = 0; i < fan_out; ++i)
    children.spawn([&part = parts[i], child = node.child(i)] { part = sum_of_threads(child); });
  children.join();
  return total(parts);
}

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, p.nodes(), "a thread per node"}});
  }

  Threads(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Sum run(std::uint64_t nonce) { return sum_of_threads(root(p_, nonce)); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace skynet
