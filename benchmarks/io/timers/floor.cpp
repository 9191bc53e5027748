// The floor: the standard library's binary heap and one sleep for the timer on top. To cancel is to mark: a
// dead timer leaves the heap when it comes to the top, which within a run none does. A program that runs for
// long could not afford to give no place back before.
#include <time.h>

#include <cerrno>
#include <functional>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/timers/workload.hpp"
#include "runtimes/os/clock.hpp"

namespace timers {
namespace {

struct Entry {
  Clock::time_point due;
  std::size_t timer;
  bool operator>(const Entry& other) const { return due > other.due; }
};

void sleep_until(Clock::time_point due) {
  const timespec at = os::to_timespec(due.time_since_epoch());
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
  }
}

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {
    heap_.reserve(p.count());
    cancelled_.reserve(p.count());
  }

  Answer run(std::uint64_t nonce) {
    Answer records(p_.count());
    Book book(p_, nonce, records);
    heap_.clear();
    cancelled_.assign(p_.count(), 0);
    for (std::size_t timer = 0; timer < book.count(); ++timer) arm(book, timer);
    for (std::size_t timer = 0; timer < book.count(); ++timer) {
      if (book.fires(timer)) continue;
      cancelled_[timer] = 1;
      book.cancel(timer);
    }
    fire_all(book);
    return records;
  }

 private:
  void arm(Book& book, std::size_t timer) {
    heap_.push_back({book.arm(timer, probe_), timer});
    std::ranges::push_heap(heap_, std::greater<>());
  }

  void fire_all(Book& book) {
    Clock::time_point now = Clock::now();
    for (std::size_t left = p_.firing(); left > 0;) {
      const Entry first = heap_.front();
      std::ranges::pop_heap(heap_, std::greater<>());
      heap_.pop_back();
      if (cancelled_[first.timer]) continue;
      if (first.due > now) now = Clock::now();
      if (first.due > now) sleep_until(first.due), now = Clock::now();
      book.fire(first.timer, probe_);
      --left;
    }
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Entry> heap_;  // the first due is in front
  std::vector<char> cancelled_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace timers
