// A node is work for libuv's pool, which answers on the loop's thread; there a parent sends out its ten
// children, and the last child to answer finishes it. There is no `uv` contestant: a loop alone has no notion
// of a task. https://docs.libuv.org/en/v1.x/threadpool.html
#include <memory>

#include "benchmarks/cpu/skynet/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace skynet {
namespace {

struct Job {
  uv::Loop& loop;
  Node node;
  Job* parent;
  Sum& out;
  Sum own{};
  Parts parts{};
  unsigned unfinished = fan_out;
  uv::Work work{};

  void queue() { work.queue<&Job::on_pool, &Job::on_loop>(loop, *this); }

  void on_pool() {
    if (node.is_leaf()) own = leaf(node);
  }

  void on_loop() {
    if (node.is_leaf()) return finish(own);
    for (unsigned i = 0; i < fan_out; ++i) (new Job{loop, node.child(i), this, parts[i]})->queue();
  }

  void finish(Sum sum) {
    const std::unique_ptr<Job> done(this);  // made by its parent's on_loop(), or by run()
    out = sum;
    if (parent && --parent->unfinished == 0) parent->finish(total(parent->parts));
  }
};

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe&) : p_(p) { uv::size_pool(workers); }

  Sum run(std::uint64_t nonce) {
    Sum out;
    (new Job{loop_, root(p_, nonce), nullptr, out})->queue();
    loop_.run();
    return out;
  }

 private:
  const Parameters& p_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace skynet
