// A coroutine per search, which has a thread of a pool go on with it by a portion at a time; half of what is
// then left becomes another coroutine. All bookkeeping is the loop's and needs no lock.
// runtimes/coro/offload.hpp
#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/offload.hpp"
#include "runtimes/coro/scope.hpp"

namespace uts {
namespace {

template <class Probe>
class CoroOffload {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroOffload(const Parameters& p, unsigned workers, Probe&) : p_(p), pool_(workers) {}

  Tally run(std::uint64_t nonce) {
    Tally all;
    loop_.run(search_tree(nonce, all));
    return all;
  }

 private:
  coro::Task<> search_tree(std::uint64_t nonce, Tally& all) {
    coro::Scope searches(loop_);
    searches.spawn(go_on(searches, Search(p_, nonce, {root(p_)}), all));
    co_await searches.join();
  }

  coro::Task<> go_on(coro::Scope& searches, Search search, Tally& all) {
    Tally found;
    while (!search.done()) {
      co_await coro::offload(pool_, [&] { search.go_on(portion, found); });
      if (search.can_split()) searches.spawn(go_on(searches, search.split(), all));
    }
    all += found;
  }

  const Parameters& p_;
  coro::ThreadPool pool_;
  coro::Loop loop_;
};

const simul::Enter<Workload, CoroOffload> enter{"coro_offload"};

}  // namespace
}  // namespace uts
