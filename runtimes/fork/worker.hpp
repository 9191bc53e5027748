// A forked process that serves one request after another: its end of two pipes in the parent.
#pragma once

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>

#include "runtimes/fork/child.hpp"
#include "runtimes/os/pipe.hpp"

namespace forked {

class Worker {
 public:
  // Runs in the child until it has nothing more to do: reads requests, writes replies.
  using Serve = std::function<void(int requests, int replies)>;
  explicit Worker(const Serve& serve);

  // A message of at most PIPE_BUF bytes, which the kernel passes on whole or not at all.
  void give(std::span<const std::byte> request);
  // Waits for one reply; throws what became of the worker if none can come any more.
  void take(std::span<std::byte> reply);
  // Waits until the worker has ended by itself.
  void finish() { child_.reap(); }

  int replies() const noexcept { return replies_.read_end.get(); }
  std::chrono::nanoseconds cpu_time() const { return child_.cpu_time(); }

 private:
  // Both ends stay open here, so that to write to a worker that has died is no SIGPIPE; its death
  // shows as the end of its replies, whose write end it alone has.
  os::Pipe requests_ = os::make_pipe();
  os::Pipe replies_ = os::make_pipe();
  Child child_;
};

// Waits until at least one can be read, or never will be.
void wait_for_any(std::span<pollfd> replies);

}  // namespace forked
