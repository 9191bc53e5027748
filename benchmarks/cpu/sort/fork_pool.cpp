// `workers` processes forked before the clock starts; the numbers are shared, and orders go over pipes. The
// pool answers when all that it was given is done, so the tree is climbed level by level.
#include "benchmarks/cpu/sort/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/pool.hpp"
#include "runtimes/fork/shared.hpp"

namespace sorting {
namespace {

struct Order {
  Node node;
  std::uint64_t nonce;
};

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ForkPool(const Parameters& p, unsigned workers, Probe&)
      : p_(p),
        even_(p.count()),
        odd_(p.count()),
        pool_(workers, [this, &unsorted = simul::made_once<Unsorted>(p)](const Order& order) {
          return unsorted.put_in_order(order.node, order.nonce, {even_.span(), odd_.span()});
        }) {}

  Answer run(std::uint64_t nonce) {
    simul::Tally done;
    for (auto width = static_cast<std::size_t>(p_.leaves); width > 0; width /= 2) {
      std::vector<Order> level;
      for (std::size_t number = width; number < 2 * width; ++number) level.push_back({{number}, nonce});
      done += simul::total(pool_.map(level));
    }
    return {even_.span(), done};
  }

 private:
  const Parameters& p_;
  forked::Shared<std::uint64_t> even_, odd_;
  forked::Pool<Order, simul::Tally> pool_;
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace sorting
