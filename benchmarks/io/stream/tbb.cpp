// A parallel_pipeline per stream, of three serial filters; it bounds the items in flight by itself. Only its first
// filter can end it: the sink says that it has enough, and the source stops at its next item, while what is still
// inside goes on to the end. Filters wait by suspending themselves.
// https://oneapi-spec.uxlfoundation.org (oneTBB, algorithms, parallel_pipeline; task scheduler, resumable tasks)
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/tbb/alarm.hpp"
#include "runtimes/tbb/arena.hpp"

namespace stream {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    arena_.execute([&] {
      tbb::task_group streams;
      for (std::size_t i = 0; i < flows.size(); ++i) streams.run([&, i] { flow({p_, nonce, i, flows[i]}); });
      streams.wait();
    });
    return flows;
  }

 private:
  void flow(const Part& stream) {
    constexpr auto in_order = tbb::filter_mode::serial_in_order;
    Source source(stream);
    LookUp look_up(stream);
    Sink sink(stream);
    std::atomic<bool> more = true;
    const auto make = [&](tbb::flow_control& flow) {
      if (!more.load(std::memory_order_relaxed)) {  // it orders nothing but itself
        flow.stop();
        return Item();
      }
      alarm_.sleep_until(source.begin(probe_));
      return source.end(probe_);
    };
    const auto find = [&](const Item& item) {
      if (!more.load(std::memory_order_relaxed)) return item;
      alarm_.sleep_until(look_up.begin(item, probe_));
      return look_up.end(item, probe_);
    };
    const auto take = [&](const Item& item) {
      if (more.load(std::memory_order_relaxed)) more = sink.take(item, probe_);
    };
    tbb::parallel_pipeline(ahead, tbb::make_filter<void, Item>(in_order, make) &
                                      tbb::make_filter<Item, Item>(in_order, find) &
                                      tbb::make_filter<Item, void>(in_order, take));
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Alarm alarm_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace stream
