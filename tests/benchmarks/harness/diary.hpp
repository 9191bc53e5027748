// A journal whose clock the test holds: each note gets the time that is said here.
#pragma once

#include "benchmarks/harness/journal.hpp"

namespace simul {

struct Diary {
  Diary(std::size_t tasks, std::size_t notes_per_task) : journal(tasks, notes_per_task) {}

  void note(std::int64_t at_ns, std::size_t task, Moment moment, std::int64_t nominal_ns = 0) {
    journal.note(task, moment, std::chrono::nanoseconds(nominal_ns));
    const_cast<Note&>(journal.of(task).back()).at_ns = at_ns;  // the memory is the journal's, and writable
  }
  void task(std::size_t number, std::int64_t begin_ns, std::int64_t end_ns) {
    note(begin_ns, number, Moment::begin);
    note(end_ns, number, Moment::end);
  }
  InFlight over(std::int64_t wall_ns) const { return in_flight(journal, std::chrono::nanoseconds(wall_ns)); }

  Journal journal;
};

}  // namespace simul
