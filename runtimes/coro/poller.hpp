// Where the kernel's news enters the loop: the one interface that both pollers have. epoll tells when an
// operation may be tried, and the operations make their system calls themselves; io_uring carries them out
// (see proactor.hpp) and tells when they are done.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "runtimes/coro/proactor.hpp"
#include "runtimes/coro/readiness.hpp"

namespace coro {

enum class Polling { epoll, io_uring };

class Poller {
 public:
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;

  virtual ~Poller() = default;

  // Registered once, for both directions; `readiness` stays where it is until it is removed.
  virtual void add(int fd, Readiness& readiness) = 0;

  // The same for those who want news again and again until they have done something about them.
  virtual void add_levels(int fd, bool reads, bool writes, Readiness& readiness) = 0;
  virtual void change_levels(int fd, bool reads, bool writes, Readiness& readiness) = 0;

  // Afterwards the kernel knows nothing of the two any more, and the descriptor may be closed.
  virtual void remove(int fd, Readiness& readiness) = 0;

  // Waits for news until the deadline (for ever without one; time_point::min() only looks), carries on
  // the operations they let go on and makes the branches of the finished ones ready. Resumes nobody, so
  // nothing that the news point to can disappear meanwhile. Throws std::system_error.
  virtual void wait(Deadline deadline) = 0;

  // Null for a poller that only tells.
  virtual Proactor* proactor() noexcept { return nullptr; }

 protected:
  // Carries on those that wait for what `readiness` now says.
  static void carry_on(Readiness& readiness) noexcept {
    if (readiness.readable) carry_on(readiness.reader);
    if (readiness.writable) carry_on(readiness.writer);
  }

 private:
  static void carry_on(Operation* waiting) noexcept {
    if (waiting != nullptr && waiting->advance()) waiting->leave();
  }
};

// Throws std::system_error: for io_uring with ENOSYS, EPERM, EACCES or EINVAL where the kernel is too old or a
// sandbox forbids it, and ENOSYS where this program was built without liburing.
std::unique_ptr<Poller> make_poller(Polling polling);

// Why make_poller would throw here, in words; nothing if it would not.
std::optional<std::string> why_unavailable(Polling polling);

}  // namespace coro
