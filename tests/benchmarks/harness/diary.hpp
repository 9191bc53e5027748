// A journal whose clock the test holds: each note gets the time that is said here.
#pragma once

#include "benchmarks/harness/account.hpp"

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
  // With the writer's lane, and its clocks where the journal reads them.
  void note(std::int64_t at_ns, std::size_t task, Moment moment, std::uint32_t lane, LaneClocks clocks,
            std::int64_t nominal_ns = 0) {
    note(at_ns, task, moment, nominal_ns);
    const_cast<Note&>(journal.of(task).back()).lane = lane;
    if (journal.has_clocks()) const_cast<LaneClocks&>(journal.clocks_of(task).back()) = clocks;
  }
  Account over(std::int64_t wall_ns, Lanes lanes = Lanes::one, bool silent_waits = false) const {
    return account(journal, {std::chrono::nanoseconds(wall_ns), lanes, silent_waits});
  }

  Journal journal;
};

}  // namespace simul
