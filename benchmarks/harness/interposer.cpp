// A library of its own, loaded before the C library into processes that are counted and not timed: it calls
// what it stands in front of, and counts. The counters lie in memory that forked processes share. Not seen:
// memory that is mapped rather than allocated (stacks, arenas), and threads of the kernel's own.
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>

#include "benchmarks/harness/created.hpp"

// What glibc's allocator is called where nobody stands in front of it. To look up the next `malloc` would
// itself allocate.
extern "C" {
void* __libc_malloc(size_t) noexcept;
void* __libc_calloc(size_t, size_t) noexcept;
void* __libc_realloc(void*, size_t) noexcept;
void* __libc_memalign(size_t, size_t) noexcept;
}

namespace {

simul::Counts nobodys;             // of who is before main(), and of who has left
simul::Counts* shared = nullptr;   // of this process and of whom it forks
simul::Counts* counts = &nobodys;  // where this process counts

[[gnu::constructor]] void start() {
  void* page =
      ::mmap(nullptr, sizeof(simul::Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page != MAP_FAILED) counts = shared = new (page) simul::Counts{};
}

// Relaxed: whoever reads the sums has joined, or waited for, who added to them.
void add(std::atomic<std::int64_t>& counter, std::int64_t n) {
  counter.fetch_add(n, std::memory_order_relaxed);
}

void* counted(void* memory, size_t bytes) {
  if (memory) add(counts->allocations, 1), add(counts->bytes, static_cast<std::int64_t>(bytes));
  return memory;
}

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

const simul::Counts* simul_counts() { return shared; }

void* malloc(size_t bytes) noexcept { return counted(__libc_malloc(bytes), bytes); }
void* calloc(size_t n, size_t bytes) noexcept { return counted(__libc_calloc(n, bytes), n * bytes); }
void* realloc(void* old, size_t bytes) noexcept { return counted(__libc_realloc(old, bytes), bytes); }
void* memalign(size_t alignment, size_t bytes) noexcept {
  return counted(__libc_memalign(alignment, bytes), bytes);
}
void* aligned_alloc(size_t alignment, size_t bytes) noexcept { return memalign(alignment, bytes); }
int posix_memalign(void** memory, size_t alignment, size_t bytes) noexcept {
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  void* const found = memalign(alignment, bytes);
  if (!found) return ENOMEM;
  *memory = found;
  return 0;
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                   void* argument) noexcept {
  static const auto create = next<decltype(pthread_create)>("pthread_create");
  const int fault = create(thread, attributes, start, argument);
  if (fault == 0) add(counts->threads, 1);
  return fault;
}

pid_t fork() noexcept {
  static const auto really_fork = next<decltype(fork)>("fork");
  const pid_t child = really_fork();
  if (child > 0) add(counts->processes, 1);
  return child;
}

// Who leaves the process group is a counterpart, and none of the contestant's own.
int setpgid(pid_t process, pid_t group) noexcept {
  static const auto leave = next<decltype(setpgid)>("setpgid");
  const int fault = leave(process, group);
  if (fault == 0 && process == 0 && counts == shared && shared) {
    add(shared->processes, -1);
    counts = &nobodys;
  }
  return fault;
}

}  // extern "C"
