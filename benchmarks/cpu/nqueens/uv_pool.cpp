// uv_queue_work: a placement goes to libuv's pool, its tally is added up on the loop's thread.
// https://docs.libuv.org/en/v1.x/threadpool.html
#include "benchmarks/cpu/nqueens/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace nqueens {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), placements_(placements(p)), searches_(placements_.size()) {
    uv::size_pool(workers);
  }

  Tally run(std::uint64_t nonce) {
    nonce_ = nonce;
    all_ = {};
    for (std::size_t task = 0; task < searches_.size(); ++task) {
      searches_[task].owner = this;
      searches_[task].task = task;
      searches_[task].work.template queue<&Search::on_pool, &Search::on_loop>(loop_, searches_[task]);
    }
    loop_.run();
    return all_;
  }

 private:
  struct Search {
    UvPool* owner;
    std::size_t task;
    Tally found;
    uv::Work work;

    void on_pool() { found = owner->search_one(task); }
    void on_loop() { owner->all_ += found; }
  };

  Tally search_one(std::size_t task) {
    probe_.begin(task);
    const Tally found = search(p_, placements_[task], nonce_, task);
    probe_.end(task);
    return found;
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Placement> placements_;
  std::vector<Search> searches_;
  std::uint64_t nonce_ = 0;
  Tally all_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace nqueens
