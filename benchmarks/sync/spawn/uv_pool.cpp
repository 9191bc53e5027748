// A piece of work per unit for libuv's pool of threads, which reports on the loop when it is done: what
// libuv offers for code that must not run on the loop.
// https://docs.libuv.org/en/v1.x/threadpool.html (uv_queue_work)
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace spawn {
namespace {

struct PoolUnit {
  std::uint64_t nonce = 0, number = 0;
  Tally* tally = nullptr;  // the loop thread's; the pool has only the two below
  std::uint64_t result = 0;
  std::int64_t started = 0;
  uv::Work work{};

  void on_pool() {
    ++started;
    result = value(nonce, number);
  }
  void on_loop() { tally->complete(result); }
};

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  static std::optional<simul::Hole> unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe&) : p_(p), units_(static_cast<std::size_t>(p.at_once)) {
    uv::size_pool(workers);
  }

  Tally run(std::uint64_t nonce) {
    Tally tally;
    for (PoolUnit& unit : units_) unit.nonce = nonce, unit.tally = &tally, unit.started = 0;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (PoolUnit& unit : units_) {
        unit.number = static_cast<std::uint64_t>(tally.created++);
        unit.work.queue<&PoolUnit::on_pool, &PoolUnit::on_loop>(loop_, unit);
      }
      loop_.run();
    }
    for (const PoolUnit& unit : units_) tally.started += unit.started;
    return tally;
  }

 private:
  const Parameters& p_;
  std::vector<PoolUnit> units_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace spawn
