// The processes below one process, and what they use. Reads /proc only; a process that ends meanwhile counts
// 0.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace simul {

// Children, grandchildren and so on of `root`, without `root`; zombies included. One that has left the process group of
// `root` is a counterpart of the contestant and not a part of it, such as the server that it fetches from: neither it nor
// what is below it is found. Only what main threads forked is
// found (our engines fork there): to ask each of ten thousand threads would disturb what is measured.
std::vector<pid_t> descendants(pid_t root);
std::vector<pid_t> counterparts(pid_t root);  // the children that left

// Resident memory of one process, and of what is no file its proportional share of pages that several map (PSS). How much of
// its binary and its libraries is resident is the page cache's affair: the same program has 4 MiB of files in memory or
// 8, depending on how they got there.
std::int64_t rss_bytes(pid_t process);
std::int64_t pss_bytes(pid_t process);
std::int64_t pss_bytes_of_tree(pid_t root);

// What a tree of processes costs the machine, apart from what it shares with others: memory that is each process's
// own (Private_Dirty), its page tables (VmPTE), and kernel_stack_bytes for each of its threads. Memory that several
// of its processes map (the pages of a parent that its child has not written to) belongs to none of them.
std::int64_t footprint_bytes_of_tree(pid_t root);

// THREAD_SIZE of x86-64 and of arm64 with 4 KiB pages (Linux, arch/*/include/asm). A constant, because /proc has
// KernelStack for the whole machine only.
inline constexpr std::int64_t kernel_stack_bytes = 16 * 1024;

// The most memory of its own that this process ever had since exec: VmHWM (ru_maxrss would survive the exec) less the
// pages of files that are mapped now.
std::int64_t own_peak_bytes();

}  // namespace simul
