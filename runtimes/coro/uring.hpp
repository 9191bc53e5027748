// An io_uring of the thread that makes it: entries to submit, completions to look at, and a ring of buffers from
// which the kernel takes one for each piece of data that arrives. https://kernel.dk/io_uring.pdf, io_uring(7)
#pragma once

#include <liburing.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace coro {

class Uring {
 public:
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;

  static constexpr std::uint16_t buffer_group = 0;

  struct Completion {
    std::uint64_t user_data = 0;
    int result = 0;
    unsigned flags = 0;  // IORING_CQE_F_*
  };

  // SINGLE_ISSUER and DEFER_TASKRUN: what happens in the kernel is worked off in `enter` and nowhere else, so that
  // it comes in batches and interrupts nobody. Needs Linux 6.1. Throws std::system_error.
  Uring();
  Uring(const Uring&) = delete;
  Uring& operator=(const Uring&) = delete;
  ~Uring();

  // To be filled in; told to the kernel with the next enter, or sooner when too many wait for that.
  io_uring_sqe& entry();

  // Submits and waits for a completion until the deadline, for ever without one. May return sooner. A deadline that
  // has passed costs a system call only if there is something to be done.
  void enter(Deadline deadline);

  // Calls `f` with all completions that there are and returns their number. `f` may ask for entries.
  template <class F>
  unsigned each_completion(F f) {
    unsigned head, seen = 0;
    io_uring_cqe* completion;
    io_uring_for_each_cqe(&ring_, head, completion) {
      f(Completion{completion->user_data, completion->res, completion->flags});
      ++seen;
    }
    io_uring_cq_advance(&ring_, seen);
    return seen;
  }

  // The data of a completion that has a buffer; to be returned.
  std::span<const std::byte> data(const Completion& completion) const noexcept;
  void return_buffer(const Completion& completion) noexcept;

 private:
  void provide_buffers();
  std::byte* buffer(unsigned number) const noexcept { return buffers_ + number * stride; }
  bool idle() const noexcept;
  void wait(const __kernel_timespec* timeout);

  static constexpr unsigned entries = 512, completions = 4096;
  static constexpr unsigned buffer_count = 256;
  static constexpr std::size_t buffer_bytes = 4096;
  // A cache line more than a page: buffers a page apart would all begin in the same few lines of the cache.
  static constexpr std::size_t stride = buffer_bytes + 64;

  io_uring ring_;
  io_uring_buf_ring* buffer_ring_;
  std::byte* buffers_;
};

}  // namespace coro
