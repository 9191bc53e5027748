// Transports and protocols on the loop of `coro`, as asyncio's: a protocol for each stage (coro_stages.hpp),
// and a connection between two of them, which serves one stream and so is made within the run.
// runtimes/coro/transport.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/coro_stages.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/os/tcp.hpp"

namespace stream {
namespace {

template <class Probe>
class CoroProtocol {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::open_files, 4 * p.streams, "two connections per stream"}});
  }

  CoroProtocol(const Parameters& p, unsigned, Probe& probe)
      : p_(p), stages_{loop_, probe, [this] {
                         if (--open_ == 0) all_closed_.set();
                       }} {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    loop_.run(all(flows, nonce));
    return flows;
  }

 private:
  struct Stream {
    Stream(const Run<Probe>& run, const Part& stream, os::Connection first, os::Connection second)
        : making(run, stream),
          finding(run, stream),
          draining(run, stream),
          first_up(run.loop, std::move(first.client), making),
          first_down(run.loop, std::move(first.server), finding.upstream),
          second_up(run.loop, std::move(second.client), finding),
          second_down(run.loop, std::move(second.server), draining) {}
    Making<Probe> making;
    Finding<Probe> finding;
    Draining<Probe> draining;
    coro::Transport first_up, first_down, second_up, second_down;  // last: they go before their protocols
  };

  coro::Task<> all(Answer& flows, std::uint64_t nonce) {
    open_ = flows.size();
    all_closed_.clear();
    auto connections = os::connected_pairs(2 * flows.size());
    std::deque<Stream> streams;
    for (std::size_t i = 0; i < flows.size(); ++i)
      streams.emplace_back(stages_, Part(p_, nonce, i, flows[i]), std::move(connections[2 * i]),
                           std::move(connections[2 * i + 1]));
    co_await all_closed_.wait();
  }

  const Parameters& p_;
  coro::Loop loop_;
  std::size_t open_ = 0;  // sources that somebody may still ask
  coro::Event all_closed_;
  Run<Probe> stages_;
};

const simul::Enter<Workload, CoroProtocol> enter{"coro_protocol"};

}  // namespace
}  // namespace stream
