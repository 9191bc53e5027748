// A loop per thread and a search on each. A coroutine cannot go to another loop, so nodes do: whoever has
// searched a portion looks whether another loop has nothing to do, and posts half of its open nodes there.
// runtimes/coro/sharded.hpp
#include <atomic>

#include "benchmarks/cpu/uts/workload.hpp"
#include "benchmarks/harness/enter.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/sharded.hpp"

namespace uts {
namespace {

template <class Probe>
class CoroSharded {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  CoroSharded(const Parameters& p, unsigned workers, Probe&) : p_(p), parts_(workers), shards_(workers) {}

  Tally run(std::uint64_t nonce) {
    for (Part& part : parts_) part.found = {};
    parts_[0].idle = false;
    give(0, Search(p_, nonce, {root(p_)}));
    shards_.run([this](coro::Loop&, unsigned shard) { return take_part(parts_[shard]); });
    Tally all;
    for (const Part& part : parts_) all += part.found;
    return all;
  }

 private:
  // Each shard's own, but for the flag.
  struct Part {
    Tally found;
    std::optional<Search> given;
    coro::Event called;  // to what was given, or to leave
    std::atomic<bool> idle = true;
  };

  coro::Task<> take_part(Part& own) {
    for (;;) {
      co_await own.called.wait();
      own.called.clear();
      if (!own.given) co_return;
      Search search = *std::exchange(own.given, std::nullopt);
      while (!search.done()) {
        search.go_on(portion, own.found);
        if (search.can_split()) share(search);
      }
      own.idle = true;
      if (--searching_ == 0) dismiss();
    }
  }

  // With the one that shares at work, the count cannot come down to zero before it has gone up.
  void share(Search& search) {
    for (unsigned shard = 0; shard < shards_.size(); ++shard)
      if (parts_[shard].idle.load(std::memory_order_relaxed) && parts_[shard].idle.exchange(false))
        return give(shard, search.split());
  }

  void give(unsigned shard, Search search) {
    ++searching_;
    shards_.post(shard, [&part = parts_[shard], search = std::move(search)]() mutable {
      part.given.emplace(std::move(search));
      part.called.set();
    });
  }

  void dismiss() {
    for (unsigned shard = 0; shard < shards_.size(); ++shard)
      shards_.post(shard, [&part = parts_[shard]] { part.called.set(); });
  }

  const Parameters& p_;
  std::atomic<unsigned> searching_ = 0;  // shards that have, or were given, something to search
  std::vector<Part> parts_;
  coro::Sharded shards_;
};

const simul::Enter<Workload, CoroSharded> enter{"coro_sharded"};

}  // namespace
}  // namespace uts
