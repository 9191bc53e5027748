// The stages of a stream as protocols: items down a connection and the demand for them up it, of no more than
// `ahead`; what the kernel buffers would be thousands of items. To leave is to close, and who loses its
// reader closes what it reads from. runtimes/coro/demand.hpp
#pragma once

#include <cstring>
#include <deque>
#include <functional>
#include <span>

#include "benchmarks/io/stream/workload.hpp"
#include "runtimes/coro/demand.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/transport.hpp"

namespace stream {

using Bytes = std::span<const std::byte>;

inline Bytes bytes_of(const Item& item) { return std::as_bytes(std::span(&item, 1)); }

inline Item item_in(Bytes message) {
  Item item;
  std::memcpy(&item, message.data(), std::min(message.size(), sizeof item));
  return item;
}

// What all stages of a run know: the loop's time, whom to tell, and what to do when nobody asks a source any more.
template <class Probe>
struct Run {
  coro::Loop& loop;
  Probe& probe;
  std::function<void()> source_left;
};

template <class Probe>
struct Making final : coro::Giver {
  Making(const Run<Probe>& all, const Part& stream) : run(all), source(stream) {}
  void more_wanted() override {
    if (wanted() == 0 || waiting.pending()) return;
    waiting = run.loop.call_at(source.begin(run.probe), [this] {
      give(bytes_of(source.end(run.probe)));
      more_wanted();
    });
  }
  void connection_lost(std::error_code) override {
    waiting.cancel();
    run.source_left();
  }

  const Run<Probe>& run;
  Source source;
  coro::Handle waiting{};
};

// Takes from one connection and gives to another.
template <class Probe>
struct Finding final : coro::Giver {
  Finding(const Run<Probe>& all, const Part& stream) : run(all), look_up(stream) {}
  void more_wanted() override {
    if (wanted() == 0 || waiting.pending() || upstream.made.empty()) return;
    waiting = run.loop.call_at(look_up.begin(upstream.made.front(), run.probe), [this] {
      give(bytes_of(look_up.end(upstream.made.front(), run.probe)));
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

  const Run<Probe>& run;
  LookUp look_up;
  Upstream upstream{*this};
  coro::Handle waiting{};
};

template <class Probe>
struct Draining final : coro::Taker {
  Draining(const Run<Probe>& all, const Part& stream) : Taker(ahead), run(all), sink(stream) {}
  void message_received(Bytes message) override {
    sink.take(item_in(message), run.probe) ? want() : transport().close();
  }

  const Run<Probe>& run;
  Sink sink;
};

}  // namespace stream
