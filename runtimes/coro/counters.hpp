// What a loop has done since it was made.
#pragma once

#include <cstdint>

namespace coro {

struct Counters {
  std::uint64_t resumes = 0;  // of branches, and calls of callbacks, out of the ready queue
  std::uint64_t polls = 0;    // looks at the descriptors, blocking or not
  std::uint64_t timers = 0;   // that became due
  // On the loop's thread, other loops included:
  std::uint64_t frames = 0;       // of coroutines and callbacks, allocated
  std::uint64_t heap_frames = 0;  // pieces of fresh memory for frames; the other frames were recycled
};

}  // namespace coro
