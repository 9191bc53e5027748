// One thread that keeps all deadlines in a heap and waits for the first on a condition variable: the timer
// queue of programs with threads, for a thread per timer would be a stack per timer.
// https://en.cppreference.com/w/cpp/thread/condition_variable/wait_until
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/threads/timers.hpp"

namespace timers {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;  // the thread that arms, and the one that fires

  Threads(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) { tickets_.reserve(p.count()); }

  Answer run(std::uint64_t nonce) {
    Answer records(p_.count());
    Book book(p_, nonce, records);
    tickets_.clear();
    for (std::size_t timer = 0; timer < book.count(); ++timer) arm(book, timer);
    for (std::size_t timer = 0; timer < book.count(); ++timer)
      if (!book.fires(timer) && timers_.cancel(tickets_[timer])) book.cancel(timer);
    timers_.wait();
    return records;
  }

 private:
  void arm(Book& book, std::size_t timer) {
    const auto due = book.arm(timer, probe_);
    tickets_.push_back(timers_.call_at(due, [this, &book, timer] { book.fire(timer, probe_); }));
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<threads::Timers::Ticket> tickets_;
  threads::Timers timers_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace timers
