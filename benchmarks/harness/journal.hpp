// The diary of one observed run: what each task did and when. It costs a clock read and a store per moment.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace simul {

enum class Moment : std::uint32_t { begin, wait, wake, block, acquire, end };

struct Note {
  std::int64_t at_ns;       // CLOCK_MONOTONIC, one clock for all threads and processes
  std::int64_t nominal_ns;  // Moment::wait: how long the wait should last; otherwise 0
  Moment moment;
  std::uint32_t lane;  // kernel id of the thread that wrote it
};

// Room for `tasks` x `notes_per_task` notes in memory that forked children share. A task's notes have a row
// of their own, and only one thread at a time speaks for a task: no locks, no atomics, no allocation while it
// runs. Throws std::system_error when the mapping cannot be had. A row that would overflow counts as lost()
// instead.
class Journal {
 public:
  Journal(std::size_t tasks, std::size_t notes_per_task);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void note(std::size_t task, Moment moment, std::chrono::nanoseconds nominal = {});
  void clear();

  std::size_t tasks() const { return tasks_; }
  std::span<const Note> of(std::size_t task) const;
  std::size_t lost() const;

 private:
  std::uint64_t& written(std::size_t task) const;
  Note* row(std::size_t task) const;

  std::size_t tasks_, room_;
  std::size_t bytes_;
  std::byte* memory_;  // [tasks_] counters, then [tasks_][room_] notes
};

// The journal's account of one run that took `wall`: how many tasks were under way.
struct InFlight {
  double mean;              // sum of residence / wall (Little's law over a window that begins and ends empty)
  std::size_t peak;         // the largest number between a begin and an end at one instant
  std::size_t early_wakes;  // waits that ended before their nominal end: must be 0
};
// Throws std::runtime_error when a task did not begin and end exactly once, or notes were lost.
InFlight in_flight(const Journal& journal, std::chrono::nanoseconds wall);

}  // namespace simul
