// What a contestant makes the system create: threads, processes, pieces of the heap. They are counted in a
// pass and a process of their own, in which a small library stands in front of the C library
// (interposer.cpp); timed runs know nothing of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace simul {

struct Created {
  std::int64_t threads = 0, processes = 0;
  std::int64_t allocations = 0, bytes = 0;  // calls for heap memory, and how much they asked for

  friend Created operator-(const Created& after, const Created& before) {
    return {after.threads - before.threads, after.processes - before.processes,
            after.allocations - before.allocations, after.bytes - before.bytes};
  }
};

// Where the library counts: memory that forked processes share. Its symbol simul_counts is a function that
// returns it.
struct Counts {
  std::atomic<std::int64_t> threads, processes, allocations, bytes;
};

// Replaces this process by the same program with the library loaded. Returns where it is loaded already, or
// cannot be: created_so_far() then has nothing.
void become_counted(char** argv);

// By this process and its descendants, without counterparts (see process_tree.hpp), since the library was
// loaded. None where it is not, or another allocator stands in front of it; `why_uncounted` says which.
std::optional<Created> created_so_far();
std::string why_uncounted();

// The library's file, which is a part of this binary; empty in a build with sanitizers, whose allocator is
// their own.
std::span<const char> interposer();

}  // namespace simul
