// A coroutine per timer: one that fires sleeps; a timeout guards a task that waits for an event, and when
// that has happened it is taken out of the loop's heap. with_deadline is what a program on this loop uses
// for a timeout, as asyncio.timeout is on asyncio's. runtimes/coro/timeout.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"
#include "runtimes/coro/timeout.hpp"

namespace timers {
namespace {

coro::Task<> happen(coro::Event& event) { co_await event.wait(); }

// That it is not cut off is checked by the book: TimedOut would end the run.
coro::Task<> guard(Book& book, std::size_t timer, coro::Event& event) {
  co_await coro::with_deadline(happen(event), book.arm(timer));
  book.cancel(timer);
}

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Coro(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer records(p_.count());
    Book book(p_, nonce, records);
    loop_.run(time(book));
    return records;
  }

 private:
  coro::Task<> time(Book& book) {
    coro::Event happened;
    coro::Scope timers(loop_);
    for (std::size_t timer = 0; timer < book.count(); ++timer)
      timers.spawn(book.fires(timer) ? sleep(book, timer) : guard(book, timer, happened));
    co_await loop_.yield();  // all are armed
    happened.set();
    co_await timers.join();
  }

  coro::Task<> sleep(Book& book, std::size_t timer) {
    co_await loop_.sleep_until(book.arm(timer, probe_));
    book.fire(timer, probe_);
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace timers
