// The thread that writes into a journal: which it is, and its own clocks.
#pragma once

#include <cstdint>

namespace simul::lane {

// The kernel's id of this thread, asked for once; a forked child is another.
std::uint32_t id();

// Opens what the run delay is read from, once: it lives as long as the thread.
void open_clocks();

// As in LaneClocks, of this thread. One system call each, about 0.5 and 0.8 us.
std::int64_t cpu_ns();
std::int64_t run_delay_ns();

}  // namespace simul::lane
