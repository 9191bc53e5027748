// Where threads and processes run: worker i on the i-th CPU of the affinity mask, the same for every engine. Off unless
// a Pinned is alive; then place() costs one system call where a worker starts, and nothing afterwards.
#pragma once

#include <sched.h>

#include <cstddef>

namespace os {

// Pins the calling thread to CPU number `worker` of the mask, modulo the number of its CPUs. Nothing happens while
// no Pinned is alive. Threads and processes that it starts inherit its CPU until they place themselves.
void place(std::size_t worker) noexcept;

bool placing() noexcept;  // whether place() does anything

// While it lives, place() pins. The mask is the calling thread's at construction, and that thread gets it back at the
// end. One at a time, made and ended where no other thread of the process places itself.
class Pinned {
 public:
  // Throws std::system_error when the mask cannot be read, std::logic_error when there is one already.
  Pinned();
  ~Pinned();
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;

 private:
  cpu_set_t mask_;
};

}  // namespace os
