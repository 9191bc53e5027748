// A search goes to libuv's pool by a portion at a time. Back on the loop's thread, which alone may queue
// work, half of what is left becomes a request of its own. https://docs.libuv.org/en/v1.x/threadpool.html
#include <memory>

#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/work.hpp"

namespace uts {
namespace {

struct Job {
  uv::Loop& loop;
  Search search;
  Tally& all;
  Tally found{};
  uv::Work work{};

  void queue() { work.queue<&Job::on_pool, &Job::on_loop>(loop, *this); }

  void on_pool() { search.go_on(portion, found); }

  void on_loop() {
    if (search.can_split()) (new Job{loop, search.split(), all})->queue();
    if (!search.done()) return queue();
    all += found;
    const std::unique_ptr<Job> over(this);  // made by another's on_loop(), or by run()
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

  Tally run(std::uint64_t nonce) {
    Tally all;
    (new Job{loop_, Search(p_, nonce, {root(p_)}), all})->queue();
    loop_.run();
    return all;
  }

 private:
  const Parameters& p_;
  uv::Loop loop_;
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace uts
