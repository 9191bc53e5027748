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

  static std::optional<std::string> unsupported(const Parameters& p, const simul::Limits& limits) {
    if (p.leaves > 10'000) return "a thread per node is run up to 10,000 leaves";
    if (p.nodes() + 100 > limits.threads)
      return "this machine allows " + std::to_string(limits.threads) + " threads";
    return std::nullopt;
  }

  Threads(const Parameters& p, unsigned, Probe&) : p_(p) {}
  Sum run(std::uint64_t nonce) { return sum_of_threads(root(p_, nonce)); }

 private:
  const Parameters& p_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace skynet
