// The floor: the standard library's binary heap and one sleep for whoever is on top. A sleeper is an entry
// of the heap, and to wake it is a call.
#include <time.h>

#include <cerrno>
#include <functional>
#include <memory>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/gather/workload.hpp"
#include "runtimes/os/clock.hpp"

namespace gather {
namespace {

struct Entry {
  Clock::time_point due;
  std::size_t sleeper;
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
    heap_.reserve(static_cast<std::size_t>(p.sleepers));
  }

  Answer run(std::uint64_t nonce) {
    Answer wakes(static_cast<std::size_t>(p_.sleepers));
    states_.reset(new std::uint64_t[wakes.size() * words_]);  // not initialised
    for (std::size_t i = 0; i < wakes.size(); ++i) {
      probe_.begin(i);
      probe_.wait(i, p_.nap(i));
      heap_.push_back({wakes[i].fall_asleep(p_, nonce, i, state(i)), i});
      std::ranges::push_heap(heap_, std::greater<>());
    }
    wake_all(wakes);
    return wakes;
  }

 private:
  StateView state(std::size_t i) { return {states_.get() + i * words_, words_}; }

  void wake_all(Answer& wakes) {
    for (Clock::time_point now = Clock::now(); !heap_.empty();) {
      const Entry first = heap_.front();
      std::ranges::pop_heap(heap_, std::greater<>());
      heap_.pop_back();
      if (first.due > now) now = Clock::now();
      if (first.due > now) sleep_until(first.due), now = Clock::now();
      wakes[first.sleeper].up(state(first.sleeper));
      probe_.wake(first.sleeper);
      probe_.end(first.sleeper);
    }
  }

  const Parameters& p_;
  Probe& probe_;
  const std::size_t words_ = static_cast<std::size_t>(p_.state_bytes) / sizeof(std::uint64_t);
  std::unique_ptr<std::uint64_t[]> states_;  // of all sleepers, in one block
  std::vector<Entry> heap_;                  // the first due is in front
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace gather
