// The diary of one observed run: what each task did and when. It costs a clock read and a store per moment; with the
// writer's own clocks, about 1.4 us.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

namespace simul {

enum class Moment : std::uint32_t { begin, wait, wake, block, acquire, end };

struct Note {
  std::int64_t at_ns;       // CLOCK_MONOTONIC, one clock for all threads and processes
  std::int64_t nominal_ns;  // Moment::wait: how long the wait should last; otherwise 0
  Moment moment;
  std::uint32_t lane;  // kernel id of the thread that wrote it
};

// What the thread that wrote a note had used and waited for until then. Read around Note::at_ns, always in the same
// order: the price of reading cancels out of the difference of two notes. A wake-up is seen 0.5 us late by it.
struct LaneClocks {
  std::int64_t cpu_ns;        // CLOCK_THREAD_CPUTIME_ID
  std::int64_t run_delay_ns;  // ready to run, but no CPU: /proc/thread-self/schedstat; -1 where there is none
};

// Room for `tasks` x `notes_per_task` notes in memory that forked children share. A task's notes have a row
// of their own, and only one thread at a time speaks for a task: no locks, no atomics, no allocation while it
// runs, but for the descriptor that each thread opens with its first reading of its clocks and closes when it
// ends. Throws std::system_error when the mapping cannot be had. A row that would overflow counts as lost()
// instead.
class Journal {
 public:
  Journal(std::size_t tasks, std::size_t notes_per_task);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void note(std::size_t task, Moment moment, std::chrono::nanoseconds nominal = {});
  void clear();

  // Whether each note has its writer's clocks; at first none has. Between runs only, and clear() after it: processes
  // that were forked before obey too.
  void read_clocks(bool wanted);
  bool has_clocks() const;

  std::size_t tasks() const { return tasks_; }
  std::span<const Note> of(std::size_t task) const;
  std::span<const LaneClocks> clocks_of(std::size_t task) const;  // beside of(); empty without clocks
  std::size_t written() const;                                    // notes, lost ones included
  std::size_t lost() const;

 private:
  std::size_t bytes() const;
  std::uint64_t& wants_clocks() const;
  std::uint64_t& written(std::size_t task) const;
  Note* row(std::size_t task) const;
  LaneClocks* clocks(std::size_t task) const;

  std::size_t tasks_, room_;
  std::byte* memory_;  // whether clocks are read, [tasks_] counters, [tasks_][room_] notes, as many clocks
};

}  // namespace simul
