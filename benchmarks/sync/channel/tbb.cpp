// Tasks and oneTBB's own concurrent_bounded_queue. Its push() and pop() would block a worker, and with more
// ends than workers all of them, so tasks use try_push() and try_pop(): one that finds the queue full or
// empty makes way and is enqueued anew, behind the others (task_arena::enqueue, roughly first in, first out;
// run() would take up the same task again).
// https://oneapi-spec.uxlfoundation.org (oneTBB, containers, concurrent_bounded_queue; task_arena)
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"
#include "runtimes/tbb/arena.hpp"

namespace channel {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe&) : p_(p), arena_(workers) {
    channel_.set_capacity(static_cast<std::ptrdiff_t>(capacity));
  }

  Tally run(std::uint64_t nonce) {
    std::vector<End> producers(p_.stride()), consumers(static_cast<std::size_t>(p_.consumers));
    for (std::uint64_t producer = 0; producer < p_.stride(); ++producer) producers[producer].next = producer;
    producing_ = producers.size();
    arena_.execute([&] {
      tbb::task_group ends;
      for (End& end : producers) ends.run([&] { produce(ends, end, nonce); });
      for (End& end : consumers) ends.run([&] { consume(ends, end); });
      ends.wait();
    });
    Tally all;
    for (const End& end : producers) all += end.tally;
    for (const End& end : consumers) all += end.tally;
    return all;
  }

 private:
  struct alignas(64) End {  // its cache line is its own
    std::uint64_t next = 0;
    Tally tally{};
  };

  void produce(tbb::task_group& ends, End& end, std::uint64_t nonce) {
    for (; end.next < p_.count(); end.next += p_.stride(), ++end.tally.produced)
      if (!channel_.try_push(item(nonce, end.next)))
        return arena_.raw().enqueue(ends.defer([this, &ends, &end, nonce] { produce(ends, end, nonce); }));
    producing_.fetch_sub(1, std::memory_order_release);  // pairs with the consumers' acquire
  }

  void consume(tbb::task_group& ends, End& end) {
    const bool last = producing_.load(std::memory_order_acquire) == 0;  // then all items are inside
    for (std::uint64_t item = 0; channel_.try_pop(item);) end.tally.consume(item);
    if (!last) arena_.raw().enqueue(ends.defer([this, &ends, &end] { consume(ends, end); }));
  }

  const Parameters& p_;
  tbb::concurrent_bounded_queue<std::uint64_t> channel_;
  std::atomic<std::size_t> producing_ = 0;
  onetbb::Arena arena_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace channel
