// A coroutine per timer, which waits for it; who is cancelled is resumed with operation_aborted.
// https://think-async.com/Asio/asio-1.22.1/doc/asio/reference/steady_timer.html
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/asio/loop.hpp"

namespace timers {
namespace {

template <class Probe>
class Asio {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Asio(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {
    timers_.reserve(p.count());
    for (std::size_t timer = 0; timer < p.count(); ++timer) timers_.emplace_back(loop_.context());
  }

  Answer run(std::uint64_t nonce) {
    Answer records(p_.count());
    Book book(p_, nonce, records);
    for (std::size_t timer = 0; timer < book.count(); ++timer)
      loop_.spawn(book.fires(timer) ? sleep(book, timer) : guard(book, timer));
    loop_.spawn(cancel_guards(book));  // begins after them, when all are armed
    loop_.run();
    return records;
  }

 private:
  asio::awaitable<void> sleep(Book& book, std::size_t timer) {
    timers_[timer].expires_at(book.arm(timer, probe_));
    co_await timers_[timer].async_wait(asio::use_awaitable);
    book.fire(timer, probe_);
  }

  asio::awaitable<void> guard(Book& book, std::size_t timer) {
    asio::error_code ended;
    timers_[timer].expires_at(book.arm(timer));
    co_await timers_[timer].async_wait(asio::redirect_error(asio::use_awaitable, ended));
    ended == asio::error::operation_aborted ? book.cancel(timer) : book.fire(timer);
  }

  asio::awaitable<void> cancel_guards(Book& book) {
    for (std::size_t timer = 0; timer < book.count(); ++timer)
      if (!book.fires(timer)) timers_[timer].cancel();
    co_return;
  }

  const Parameters& p_;
  Probe& probe_;
  on_asio::Loop loop_;
  std::vector<asio::steady_timer> timers_;
};

const simul::Enter<Workload, Asio> enter{"asio"};

}  // namespace
}  // namespace timers
