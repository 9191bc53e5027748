// A journal cut into spells: what each task was doing, from when to when. The account adds them up, the trace draws them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "benchmarks/harness/journal.hpp"

namespace simul {

// From one note of a task to its next. Together a task's spells cover its life without a gap.
struct Spell {
  enum class Kind {
    burst,  // begin, wake or acquire ... wait, block or end: it ran, or could have
    wait,   // wait ... wake
    block,  // block ... acquire
  };
  Kind kind;
  std::size_t task;
  std::size_t note;  // the index of its first note; the other is the next one
  std::int64_t from_ns, to_ns;
  std::int64_t due_ns;  // of a wait: its nominal end, or to_ns where it ended before; otherwise to_ns
  std::uint32_t from_lane, to_lane;
};

// Throws std::runtime_error, naming the task, when it did not begin and end exactly once or its notes do not follow
// from each other.
std::vector<Spell> spells_of(std::size_t task, std::span<const Note> notes);

// How many there are from each instant on, given +1 and -1 at instants in any order: one entry for each instant
// at which anything changed, in their order. What ends at an instant does not overlap with what begins at it.
using Changes = std::vector<std::pair<std::int64_t, int>>;
std::vector<std::pair<std::int64_t, std::int64_t>> levels(Changes changes);

// The lanes on which one burst began before another had ended. One thread cannot run two tasks at once: there the
// tasks wait without a note of it, and the time and CPU between their notes is not theirs alone. Sorted.
std::vector<std::uint32_t> crowded_lanes(std::span<const Spell> spells);

}  // namespace simul
