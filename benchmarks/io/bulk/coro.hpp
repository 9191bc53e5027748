// Two coroutines per connection on one loop. write_all suspends while the kernel has no room, and that is all the
// back-pressure there is to write; a reader takes what has come. The variants differ in how that loop waits, and in
// whether a sender that need not wait yields after each chunk, as asyncio's documentation recommends of a coroutine
// that runs for long without waiting (asyncio.sleep(0)).
#pragma once

#include <deque>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/bulk/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/socket.hpp"
#include "runtimes/os/tcp.hpp"

namespace bulk {

enum class Manners { yields, greedy };

template <class Probe, coro::Polling polling, Manners manners = Manners::yields>
class OnOneLoop {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters&, const simul::Limits&) { return coro::why_unavailable(polling); }

  OnOneLoop(const Parameters& p, unsigned, Probe& probe) : probe_(probe) {
    for (auto& connection : os::connected_pairs(p.count()))
      transfers_.emplace_back(loop_, std::move(connection), p, transfers_.size());
  }

  Answer run(std::uint64_t nonce) {
    loop_.run(transfer_all(nonce));
    Answer tallies;
    for (const Transfer& t : transfers_) tallies.push_back({t.source.sent(), t.sink.received()});
    return tallies;
  }

 private:
  struct Transfer {
    Transfer(coro::Loop& loop, os::Connection ends, const Parameters& p, std::size_t i)
        : number(i),
          out(loop, std::move(ends.client)),
          in(loop, std::move(ends.server)),
          source(p, i),
          sink(p) {}

    std::size_t number;
    coro::Socket out, in;
    Source source;
    Sink sink;
    std::array<std::byte, chunk_bytes> room;
  };

  coro::Task<> transfer_all(std::uint64_t nonce) {
    coro::Scope ends(loop_);
    for (Transfer& transfer : transfers_) {
      ends.spawn(receive(transfer));
      ends.spawn(send(transfer, nonce));
    }
    co_await ends.join();
  }

  coro::Task<> send(Transfer& transfer, std::uint64_t nonce) {
    transfer.source.start(nonce);
    while (!transfer.source.over()) {
      co_await transfer.out.write_all(transfer.source.next());
      transfer.source.gone();
      if (manners == Manners::yields) co_await loop_.yield();
    }
  }

  coro::Task<> receive(Transfer& transfer) {
    probe_.begin(transfer.number);
    transfer.sink.start();
    while (!transfer.sink.over()) {
      const std::size_t got = co_await transfer.in.read_some(transfer.room);
      if (got == 0) break;  // the tally will show it
      transfer.sink.take(std::span(transfer.room).first(got));
    }
    probe_.end(transfer.number);
  }

  Probe& probe_;
  coro::Loop loop_{polling};
  std::deque<Transfer> transfers_;
};

}  // namespace bulk
