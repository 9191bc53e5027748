// A process per stage and a pipe between two, as a shell makes them: `source | look_up | head`. The pipes have room for
// `ahead` records: no stage works further ahead. When the sink has enough it closes its end, and whoever writes to a
// pipe that nobody reads any more is told so. runtimes/fork/records.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/records.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace stream {
namespace {

using Records = forked::Records<Item>;

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::processes, 3 * p.streams, "three processes per stream"}});
  }

  Fork(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe), flows_(p.count()) {}

  Answer run(std::uint64_t nonce) {
    std::ranges::fill(flows_, Flow{});
    std::vector<forked::Child> stages;
    for (std::size_t i = 0; i < flows_.size(); ++i) {
      const Part stream(p_, nonce, i, flows_[i]);
      Records made(ahead), found(ahead);  // gone here before the next stream's processes could inherit them
      stages.emplace_back([&] { found.close(), made.only_write(), make(Source(stream), made); });
      stages.emplace_back([&] { made.only_read(), found.only_write(), find(LookUp(stream), made, found); });
      stages.emplace_back([&] { made.close(), found.only_read(), drain(Sink(stream), found); });
    }
    for (forked::Child& stage : stages) stage.wait();
    return {flows_.begin(), flows_.end()};
  }

 private:
  void make(Source source, Records& made) {
    do sequential::sleep_until(source.begin(probe_));
    while (made.write(source.end(probe_)));
  }

  void find(LookUp look_up, Records& made, Records& found) {
    for (Item item; made.read(item);) {
      sequential::sleep_until(look_up.begin(item, probe_));
      if (!found.write(look_up.end(item, probe_))) break;
    }
  }

  void drain(Sink sink, Records& found) {
    for (Item item; found.read(item) && sink.take(item, probe_);) {
    }
  }

  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Flow> flows_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace stream
