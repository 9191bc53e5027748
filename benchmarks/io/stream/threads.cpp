// A thread per stage and a bounded channel between two, so that stages work ahead of the sink. When that has enough it
// closes both channels: who pushes to a closed one hears of it by an exception, which ends its thread.
// runtimes/threads/channel.hpp
#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/sequential/blocking.hpp"
#include "runtimes/threads/channel.hpp"
#include "runtimes/threads/group.hpp"

namespace stream {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::threads, 3 * p.streams, "three threads per stream"}});
  }

  Threads(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    std::deque<Between> between(flows.size());
    threads::Group stages(3 * flows.size());
    for (std::size_t i = 0; i < flows.size(); ++i) {
      const Part stream(p_, nonce, i, flows[i]);
      stages.spawn([this, source = Source(stream), &made = between[i].made]() mutable {
        until_closed([&] { make(source, made); });
      });
      stages.spawn([this, look_up = LookUp(stream), &b = between[i]]() mutable {
        until_closed([&] { find(look_up, b.made, b.found); });
      });
      stages.spawn([this, sink = Sink(stream), &b = between[i]]() mutable { drain(sink, b); });
    }
    stages.join();
    return flows;
  }

 private:
  using Channel = threads::Channel<Item>;
  struct Between {
    Channel made{ahead}, found{ahead};
  };

  void until_closed(auto stage) {
    try {
      stage();
    } catch (const threads::ChannelClosed&) {  // the sink has left
    }
  }

  void make(Source& source, Channel& made) {
    for (;;) {
      sequential::sleep_until(source.begin(probe_));
      made.push(source.end(probe_));
    }
  }

  void find(LookUp& look_up, Channel& made, Channel& found) {
    while (const auto item = made.pop()) {
      sequential::sleep_until(look_up.begin(*item, probe_));
      found.push(look_up.end(*item, probe_));
    }
  }

  void drain(Sink& sink, Between& between) {
    while (sink.take(*between.found.pop(), probe_)) {
    }
    between.made.close();
    between.found.close();
  }

  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace stream
