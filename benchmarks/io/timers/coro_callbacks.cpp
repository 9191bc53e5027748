// The layer below the coroutines: call_at, and the handle that it returns. A timeout is cancelled by letting
// its handle go. runtimes/coro/callback.hpp
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/coro/event.hpp"
#include "runtimes/coro/loop.hpp"

namespace timers {
namespace {

template <class Probe>
class CoroCallbacks {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  CoroCallbacks(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer records(p_.count());
    Book book(p_, nonce, records);
    handles_.clear();
    handles_.reserve(p_.count());
    loop_.run(time(book));
    return records;
  }

 private:
  coro::Task<> time(Book& book) {
    for (std::size_t timer = 0; timer < book.count(); ++timer) arm(book, timer);
    for (std::size_t timer = 0; timer < book.count(); ++timer) {
      if (book.fires(timer)) continue;
      handles_[timer].cancel();
      book.cancel(timer);
    }
    left_ = p_.firing();
    none_left_.clear();
    co_await none_left_.wait();
  }

  void arm(Book& book, std::size_t timer) {
    const auto due = book.arm(timer, probe_);
    handles_.push_back(loop_.call_at(due, [this, &book, timer] { on_due(book, timer); }));
  }

  void on_due(Book& book, std::size_t timer) {
    book.fire(timer, probe_);
    if (--left_ == 0) none_left_.set();
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
  std::vector<coro::Handle> handles_;  // behind the loop, which they must not outlive
  std::size_t left_ = 0;               // that have yet to fire
  coro::Event none_left_;
};

const simul::Enter<Workload, CoroCallbacks> enter{"coro_callbacks"};

}  // namespace
}  // namespace timers
