#include "runtimes/coro/uring.hpp"

#include <sys/mman.h>

#include <system_error>

namespace coro {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(int result, const char* call) {
  throw std::system_error(-result, std::generic_category(), call);
}

const char* explain_setup(int result) {
  switch (-result) {
    case ENOSYS: return "io_uring: this kernel has none, or a sandbox hides it";
    case EPERM:
    case EACCES: return "io_uring: forbidden, by a sandbox or by kernel.io_uring_disabled";
    case EINVAL: return "io_uring: this kernel lacks DEFER_TASKRUN (Linux 6.1)";
    case ENOMEM: return "io_uring: no memory, or over RLIMIT_MEMLOCK";
    default: return "io_uring_setup";
  }
}

void* map(std::size_t size) {
  void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

}  // namespace

Uring::Uring() {
  io_uring_params parameters{};
  parameters.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG |
                     IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP;
  parameters.cq_entries = completions;
  const int result = io_uring_queue_init_params(entries, &ring_, &parameters);
  if (result < 0) fail(result, explain_setup(result));
  // The kernel then need not look the descriptor up at every call. Where it cannot be, all works as before.
  io_uring_register_ring_fd(&ring_);
  try {
    provide_buffers();
  } catch (...) {
    io_uring_queue_exit(&ring_);
    throw;
  }
}

// One mapping: the ring first, which has to begin a page, then the buffers.
void Uring::provide_buffers() {
  constexpr std::size_t ring_bytes = buffer_count * sizeof(io_uring_buf);
  static_assert(ring_bytes % 4096 == 0);
  void* const memory = map(ring_bytes + buffer_count * stride);
  if (memory == nullptr) fail(-ENOMEM, "mmap");
  buffer_ring_ = static_cast<io_uring_buf_ring*>(memory);
  buffers_ = static_cast<std::byte*>(memory) + ring_bytes;
  io_uring_buf_reg registration{};
  registration.ring_addr = reinterpret_cast<std::uint64_t>(buffer_ring_);
  registration.ring_entries = buffer_count;
  registration.bgid = buffer_group;
  if (const int result = io_uring_register_buf_ring(&ring_, &registration, 0); result < 0) {
    ::munmap(memory, ring_bytes + buffer_count * stride);
    fail(result, "io_uring_register_buf_ring");
  }
  io_uring_buf_ring_init(buffer_ring_);
  for (unsigned i = 0; i < buffer_count; ++i)
    io_uring_buf_ring_add(buffer_ring_, buffer(i), buffer_bytes, static_cast<std::uint16_t>(i),
                          io_uring_buf_ring_mask(buffer_count), static_cast<int>(i));
  io_uring_buf_ring_advance(buffer_ring_, buffer_count);
}

// The kernel may use the buffers until the ring is gone.
Uring::~Uring() {
  io_uring_queue_exit(&ring_);
  ::munmap(buffer_ring_, buffer_count * sizeof(io_uring_buf) + buffer_count * stride);
}

io_uring_sqe& Uring::entry() {
  io_uring_sqe* free = io_uring_get_sqe(&ring_);
  while (free == nullptr) {
    const int result = io_uring_submit(&ring_);
    if (result < 0 && result != -EINTR) fail(result, "io_uring_enter");
    free = io_uring_get_sqe(&ring_);
  }
  return *free;
}

bool Uring::idle() const noexcept {
  const unsigned wants = IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW;
  return io_uring_sq_ready(&ring_) == 0 && (IO_URING_READ_ONCE(*ring_.sq.kflags) & wants) == 0;
}

void Uring::enter(Deadline deadline) {
  if (!deadline) return wait(nullptr);
  const auto left =
      *deadline == Clock::time_point::min() ? Clock::duration::zero() : *deadline - Clock::now();
  if (left > Clock::duration::zero()) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const __kernel_timespec timeout{seconds.count(), (left - seconds).count()};
    return wait(&timeout);
  }
  if (idle()) return;
  const int result = io_uring_submit_and_get_events(&ring_);
  if (result < 0 && result != -EINTR && result != -EBUSY && result != -EAGAIN) fail(result, "io_uring_enter");
}

// EBUSY: there are more completions than fit, which are to be looked at first.
void Uring::wait(const __kernel_timespec* timeout) {
  io_uring_cqe* first;
  const int result = timeout != nullptr
                         ? io_uring_submit_and_wait_timeout(&ring_, &first, 1,
                                                            const_cast<__kernel_timespec*>(timeout), nullptr)
                         : io_uring_submit_and_wait(&ring_, 1);
  const bool passes = result == -ETIME || result == -EINTR || result == -EBUSY || result == -EAGAIN;
  if (result < 0 && !passes) fail(result, "io_uring_enter");
}

std::span<const std::byte> Uring::data(const Completion& completion) const noexcept {
  if (!(completion.flags & IORING_CQE_F_BUFFER) || completion.result <= 0) return {};
  return {buffer(completion.flags >> IORING_CQE_BUFFER_SHIFT), static_cast<std::size_t>(completion.result)};
}

void Uring::return_buffer(const Completion& completion) noexcept {
  if (!(completion.flags & IORING_CQE_F_BUFFER)) return;
  const unsigned number = completion.flags >> IORING_CQE_BUFFER_SHIFT;
  io_uring_buf_ring_add(buffer_ring_, buffer(number), buffer_bytes, static_cast<std::uint16_t>(number),
                        io_uring_buf_ring_mask(buffer_count), 0);
  io_uring_buf_ring_advance(buffer_ring_, 1);
}

}  // namespace coro
