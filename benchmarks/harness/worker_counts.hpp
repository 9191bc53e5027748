// How many workers a pool is run with: one count, or a sweep of them. Pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace simul {

inline constexpr unsigned most_workers = 4096;  // that may be asked for

// "1,2,4" as numbers in ascending order. Throws std::invalid_argument, with a line that says what would be
// valid, for anything that is not from 1 to most_workers, and for what stands twice.
std::vector<unsigned> worker_counts(const std::string& list);

// 1, 2, 4, ... as far as there are CPUs, as many as CPUs, and twice as many (over-subscription); ascending.
std::vector<unsigned> sweep_for(unsigned cpus);

// The count with which a pool is compared with others: the largest that does not exceed the CPUs, or else the
// smallest. Throws std::invalid_argument without any count.
unsigned headline(std::span<const unsigned> counts, unsigned cpus);

}  // namespace simul
