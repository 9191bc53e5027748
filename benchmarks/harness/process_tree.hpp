// The processes below one process, and what they use. Reads /proc only; a process that ends meanwhile counts
// 0.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace simul {

// Children, grandchildren and so on of `root`, without `root`; zombies included. Only what main threads forked is
// found (our engines fork there): to ask each of ten thousand threads would disturb what is measured.
std::vector<pid_t> descendants(pid_t root);

// Resident memory of one process, and its proportional share of pages that several map (PSS).
std::int64_t rss_bytes(pid_t process);
std::int64_t pss_bytes(pid_t process);
std::int64_t pss_bytes_of_tree(pid_t root);

// The most resident memory that this process ever had since exec (VmHWM; ru_maxrss would survive the exec).
std::int64_t own_peak_bytes();

}  // namespace simul
