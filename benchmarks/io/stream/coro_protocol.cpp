// Transports and protocols on the loop of `coro`, as asyncio's: a connection between two stages, items down it and the
// demand for them up it, of no more than `ahead`; what the kernel buffers would be thousands of items. To leave is to
// close, and who loses its reader closes what it reads from. A connection serves one stream, and so is made within the
// run. runtimes/coro/transport.hpp, runtimes/coro/demand.hpp
#include <cstring>
#include <deque>
#include <span>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/coro/demand.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/transport.hpp"
#include "runtimes/os/tcp.hpp"

namespace stream {
namespace {

using Bytes = std::span<const std::byte>;

Bytes bytes_of(const Item& item) { return std::as_bytes(std::span(&item, 1)); }

Item item_in(Bytes message) {
  Item item;
  std::memcpy(&item, message.data(), std::min(message.size(), sizeof item));
  return item;
}

template <class Probe>
class CoroProtocol {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static std::optional<simul::Hole> unsupported(const Parameters& p, const simul::Limits& limits) {
    return limits.unmet({{simul::Supply::open_files, 4 * p.streams, "two connections per stream"}});
  }

  CoroProtocol(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer flows(p_.count());
    loop_.run(all(flows, nonce));
    return flows;
  }

 private:
  struct Making final : coro::Giver {
    Making(CoroProtocol& run, const Part& stream) : owner(run), source(stream) {}
    void more_wanted() override {
      if (wanted() == 0 || waiting.pending()) return;
      waiting = owner.loop_.call_at(source.begin(owner.probe_), [this] {
        give(bytes_of(source.end(owner.probe_)));
        more_wanted();
      });
    }
    void connection_lost(std::error_code) override {
      waiting.cancel();
      if (--owner.open_ == 0) owner.all_closed_.set();
    }

    CoroProtocol& owner;
    Source source;
    coro::Handle waiting{};
  };

  // Takes from one connection and gives to another.
  struct Finding final : coro::Giver {
    Finding(CoroProtocol& run, const Part& stream) : owner(run), look_up(stream) {}
    void more_wanted() override {
      if (wanted() == 0 || waiting.pending() || upstream.made.empty()) return;
      const auto due = look_up.begin(upstream.made.front(), owner.probe_);
      waiting = owner.loop_.call_at(due, [this] {
        give(bytes_of(look_up.end(upstream.made.front(), owner.probe_)));
        upstream.made.pop_front();
        upstream.want();
        more_wanted();
      });
    }
    void connection_lost(std::error_code) override {
      waiting.cancel();
      upstream.leave();
    }

    struct Upstream final : coro::Taker {
      explicit Upstream(Finding& finding) : Taker(ahead), downstream(finding) {}
      void message_received(Bytes message) override {
        made.push_back(item_in(message));
        downstream.more_wanted();
      }
      void leave() { transport().close(); }
      Finding& downstream;
      std::deque<Item> made{};  // the first is being looked up, or is to be
    };

    CoroProtocol& owner;
    LookUp look_up;
    Upstream upstream{*this};
    coro::Handle waiting{};
  };

  struct Draining final : coro::Taker {
    Draining(CoroProtocol& run, const Part& stream) : Taker(ahead), owner(run), sink(stream) {}
    void message_received(Bytes message) override {
      sink.take(item_in(message), owner.probe_) ? want() : transport().close();
    }
    CoroProtocol& owner;
    Sink sink;
  };

  struct Stream {
    Stream(CoroProtocol& run, const Part& stream, os::Connection first, os::Connection second)
        : making(run, stream),
          finding(run, stream),
          draining(run, stream),
          first_up(run.loop_, std::move(first.client), making),
          first_down(run.loop_, std::move(first.server), finding.upstream),
          second_up(run.loop_, std::move(second.client), finding),
          second_down(run.loop_, std::move(second.server), draining) {}
    Making making;
    Finding finding;
    Draining draining;
    coro::Transport first_up, first_down, second_up, second_down;  // last: they go before their protocols
  };

  coro::Task<> all(Answer& flows, std::uint64_t nonce) {
    open_ = flows.size();
    all_closed_.clear();
    auto connections = os::connected_pairs(2 * flows.size());
    std::deque<Stream> streams;
    for (std::size_t i = 0; i < flows.size(); ++i)
      streams.emplace_back(*this, Part(p_, nonce, i, flows[i]), std::move(connections[2 * i]),
                           std::move(connections[2 * i + 1]));
    co_await all_closed_.wait();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
  std::size_t open_ = 0;  // sources that somebody may still ask
  coro::Event all_closed_;
};

const simul::Enter<Workload, CoroProtocol> enter{"coro_protocol"};

}  // namespace
}  // namespace stream
