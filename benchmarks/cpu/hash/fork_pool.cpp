// `workers` processes forked before the clock starts, each with its own context. A digest is short enough to
// come back through the pipe that brought the order: these processes share no memory but the messages, which
// nobody writes to.
#include "benchmarks/cpu/hash/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/fork/pool.hpp"

namespace hashing {
namespace {

struct Order {
  std::size_t message;
  std::uint64_t nonce;
};

struct Reply {
  Digest digest;
  simul::Tally hashed;
};

template <class Probe>
class ForkPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  ForkPool(const Parameters& p, unsigned workers, Probe& probe)
      : digests_(p.tasks()),
        pool_(workers, [&probe, &messages = simul::made_once<Messages>(p),
                        hasher = Hasher()](const Order& order) mutable {
          probe.begin(order.message);
          const Digest digest = hasher(messages[order.message], order.nonce);
          probe.end(order.message);
          return Reply{digest, simul::tally(order.nonce, order.message)};
        }) {}

  Answer run(std::uint64_t nonce) {
    std::vector<Order> orders;
    orders.reserve(digests_.size());
    while (orders.size() < digests_.size()) orders.push_back({orders.size(), nonce});
    const auto replies = pool_.map(orders);
    simul::Tally hashed;
    for (std::size_t i = 0; i < replies.size(); ++i)
      digests_[i] = replies[i].digest, hashed += replies[i].hashed;
    return {digests_, hashed};
  }

 private:
  std::vector<Digest> digests_;
  forked::Pool<Order, Reply> pool_;
};

const simul::Enter<Workload, ForkPool> enter{"fork_pool"};

}  // namespace
}  // namespace hashing
