// A process per task: runs a callable in a fork of this process and is gone when its scope ends.
// Fork before there are threads: the child has only the one that forked, and whatever lock another
// held at that moment stays locked in it.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <concepts>
#include <exception>
#include <string>
#include <utility>

namespace forked {

// What a process used, with those of its own children that it waited for.
struct Usage {
  double cpu_s = 0;  // user and system
  long peak_rss_bytes = 0;
  long voluntary_switches = 0, involuntary_switches = 0;
  long minor_faults = 0, major_faults = 0;
};

struct Ending {
  std::string failure;  // empty: the body returned, or called _exit(0)
  Usage usage;
};

// Whether a child is one of the workers that os::place() deals the CPUs to. One that is not runs wherever the process that
// forked it may.
enum class Placed { as_worker, nowhere };

// If the parent dies, the kernel kills the child. It counts the thread that forked as the parent, so
// that thread must live as long as the child.
class Child {
 public:
  // The body runs in the child, on its copy of the parent's memory. Then the child leaves by _exit:
  // no destructor of the parent's objects runs in it and nothing that the parent had buffered in
  // stdio is written a second time; what the body itself prints, it must flush.
  template <std::invocable Body>
  explicit Child(Body&& body, Placed placed = Placed::as_worker);
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
  Child& operator=(Child&& other) noexcept;
  // Kills the child, if nobody has waited for it, and reaps it.
  ~Child() { end(); }

  // Throws std::runtime_error that says so if an exception, a signal or _exit(non-zero) ended it.
  Usage wait();
  // Waits too, and leaves the judgement to the caller.
  Ending reap();

  pid_t pid() const noexcept { return pid_; }
  // Used so far by the running child itself; the parent's own counters see it only after the wait.
  std::chrono::nanoseconds cpu_time() const;

 private:
  static pid_t fork_this_process(Placed placed);  // 0 in the child
  [[noreturn]] static void fail(const char* what) noexcept;
  void end() noexcept;

  pid_t pid_;  // 0: waited for, or moved from
};

template <std::invocable Body>
Child::Child(Body&& body, Placed placed) : pid_(fork_this_process(placed)) {
  if (pid_ != 0) return;
  try {
    std::forward<Body>(body)();
    ::_exit(0);
  } catch (const std::exception& exception) {
    fail(exception.what());
  } catch (...) {
    fail("not a std::exception");
  }
}

}  // namespace forked
