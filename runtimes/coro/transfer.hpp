// What Socket's reads and writes return. Awaited, they are tried at once, and suspend only when the kernel
// had less than was asked for; the loop's poller then carries them on and the coroutine is resumed when
// they are complete. Errors are thrown as std::system_error. With a proactor the kernel carries them on, and they
// always suspend, unless what is read had come before.
//
// Cancelled while they wait, they throw Cancelled. No byte that came is lost: what a ReadExactly had already
// is given back and read by the next. A WriteAll may have sent a part, and nobody knows which: afterwards the
// stream is good for closing only. WriteSome has sent nothing. One that the kernel carries out may also complete
// although it was cancelled; the request then stands for the next await.
// A transfer that need not wait does not see a cancellation, but every so often one lets the others go first.
//
// What surrounds a system call is inline: the kernel's own calls overwrite the processor's stack of return addresses, so
// that a function which was entered before the system call and returns after it is predicted wrongly.
#pragma once

#include <sys/socket.h>

#include <cerrno>
#include <coroutine>
#include <cstddef>
#include <span>

#include "runtimes/coro/readiness.hpp"
#include "runtimes/coro/receiver.hpp"
#include "runtimes/os/error.hpp"

namespace coro {

// Finished with `least` bytes, or when no more will come. One function carries all of them on, whatever they wait for,
// so that a poller's jump to it is the same from event to event.
class Receive : public Operation {
 public:
  Receive(Receiver& receiver, std::span<std::byte> room, std::size_t least) noexcept
      : receiver_(receiver), room_(room), least_(least) {}

  bool await_ready() {
    finished_ = enough() || (!receiver_.nothing_yet() && advance());
    if (finished_) return receiver_.readiness().within_budget();
    if (here.branch->cancel_requested()) [[unlikely]]
      cancelled_before();
    return false;
  }
  void await_suspend(std::coroutine_handle<> reader) noexcept;

  bool advance() noexcept final;
  void cancel() noexcept final;

 protected:
  bool over() const noexcept { return closed_ || error_ != 0; }
  bool enough() const noexcept { return received_ >= least_; }
  std::size_t received() const noexcept { return received_; }
  // Throws what it ended with, if not well.
  void end_wait() const {
    if (error_ != 0 || !(closed_ || enough())) [[unlikely]]
      ended_badly();
  }

 private:
  void give_back() noexcept;  // what came is not ours: the next reader gets it
  [[noreturn]] void cancelled_before();
  [[noreturn]] void ended_badly() const;

  Receiver& receiver_;
  std::span<std::byte> room_;
  std::size_t least_;
  std::size_t received_ = 0;
  int error_ = 0;
  bool closed_ = false;
  bool finished_ = false;  // without having waited
};

// Resumes with the number of bytes that came, at least one; 0: the peer has closed. There must be room.
class [[nodiscard]] ReadSome final : public Receive {
 public:
  ReadSome(Receiver& receiver, std::span<std::byte> room) noexcept : Receive(receiver, room, 1) {}
  std::size_t await_resume() const {
    end_wait();
    return received();
  }
};

// Resumes with true when all room is filled, with false when the peer closed before the first byte. To be
// cut off in between is an error.
class [[nodiscard]] ReadExactly final : public Receive {
 public:
  ReadExactly(Receiver& receiver, std::span<std::byte> room) noexcept
      : Receive(receiver, room, room.size()) {}
  bool await_resume() const {
    end_wait();
    if (!enough() && received() > 0) [[unlikely]]
      cut_off();
    return enough();
  }

 private:
  [[noreturn]] static void cut_off();
};

// Sends what the kernel takes at once, waiting until it takes something.
class Send : public Operation {
 public:
  enum class Until : bool { some, all };

  Send(int fd, Readiness& readiness, std::span<const std::byte> rest, Until until) noexcept
      : fd_(fd), until_(until), readiness_(readiness), rest_(rest) {}

  void completed(int result) noexcept override;
  void cancel() noexcept override;
  void await_suspend(std::coroutine_handle<> writer) noexcept;

 protected:
  bool may_go_on(bool finished);
  bool send() noexcept;  // false: no room for now
  std::size_t rest() const noexcept { return rest_.size(); }
  bool failed() const noexcept { return error_ != 0; }
  void end_wait(bool finished) const {
    if (failed() || !finished) [[unlikely]]
      ended_badly();
  }

 private:
  void submit() noexcept;
  [[noreturn]] void ended_badly() const;

  int fd_;
  int error_ = 0;
  Until until_;
  bool finished_ = false;  // without having waited
  Readiness& readiness_;
  std::span<const std::byte> rest_;
};

// Resumes when the kernel has taken all bytes.
class [[nodiscard]] WriteAll final : public Send {
 public:
  WriteAll(int fd, Readiness& readiness, std::span<const std::byte> bytes) noexcept
      : Send(fd, readiness, bytes, Until::all) {}
  bool await_ready() { return may_go_on(advance()); }
  void await_resume() const { end_wait(rest() == 0); }

 private:
  [[gnu::always_inline]] bool advance() noexcept override {
    while (rest() > 0 && !failed())
      if (!send()) return false;
    return true;
  }
};

// Resumes with the number of bytes that the kernel has taken, at least one of those there are.
class [[nodiscard]] WriteSome final : public Send {
 public:
  WriteSome(int fd, Readiness& readiness, std::span<const std::byte> bytes) noexcept
      : Send(fd, readiness, bytes, Until::some), size_(bytes.size()) {}
  bool await_ready() { return may_go_on(advance()); }
  std::size_t await_resume() const;

 private:
  bool advance() noexcept override { return size_ == 0 || send(); }

  std::size_t size_;
};

inline bool Send::may_go_on(bool finished) {
  finished_ = finished;
  if (finished) [[likely]]
    return readiness_.within_budget();
  here.branch->throw_if_cancelled();
  return false;
}

[[gnu::always_inline]] inline bool Send::send() noexcept {
  if (!readiness_.writable) [[unlikely]]
    return false;
  const ssize_t sent = os::retry([&] { return ::send(fd_, rest_.data(), rest_.size(), MSG_NOSIGNAL); });
  if (sent == -1) [[unlikely]] {
    if (errno == EAGAIN) return readiness_.writable = false;
    error_ = errno;
    return true;
  }
  const auto bytes = static_cast<std::size_t>(sent);
  if (bytes < rest_.size()) readiness_.writable = false;
  rest_ = rest_.subspan(bytes);
  return true;
}

}  // namespace coro
