// What Socket's reads and writes return. Awaited, they are tried at once, and suspend only when the kernel
// had less than was asked for; the loop's poller then carries them on and the coroutine is resumed when
// they are complete. Errors are thrown as std::system_error.
#pragma once

#include <coroutine>
#include <cstddef>
#include <span>

#include "runtimes/coro/readiness.hpp"
#include "runtimes/coro/receiver.hpp"

namespace coro {

class Receive : public Operation {
 public:
  Receive(Receiver& receiver, std::span<std::byte> room) noexcept : receiver_(receiver), room_(room) {}

  void await_suspend(std::coroutine_handle<> reader) noexcept;

 protected:
  bool receive() noexcept;  // false: nothing for now. Otherwise something came, or it is over.
  bool over() const noexcept { return closed_ || error_ != 0; }
  bool full() const noexcept { return received_ == room_.size(); }
  std::size_t received() const noexcept { return received_; }
  void throw_if_failed() const;

 private:
  Receiver& receiver_;
  std::span<std::byte> room_;
  std::size_t received_ = 0;
  int error_ = 0;
  bool closed_ = false;
};

// Resumes with the number of bytes that came, at least one; 0: the peer has closed. There must be room.
class [[nodiscard]] ReadSome final : public Receive {
 public:
  using Receive::Receive;
  bool await_ready() noexcept { return advance(); }
  std::size_t await_resume() const;

 private:
  bool advance() noexcept override { return receive(); }
};

// Resumes with true when all room is filled, with false when the peer closed before the first byte. To be
// cut off in between is an error.
class [[nodiscard]] ReadExactly final : public Receive {
 public:
  using Receive::Receive;
  bool await_ready() noexcept { return advance(); }
  bool await_resume() const;

 private:
  bool advance() noexcept override;
};

// Resumes when the kernel has taken all bytes.
class [[nodiscard]] WriteAll final : public Operation {
 public:
  WriteAll(int fd, Readiness& readiness, std::span<const std::byte> rest) noexcept
      : fd_(fd), readiness_(readiness), rest_(rest) {}

  bool await_ready() noexcept { return advance(); }
  void await_suspend(std::coroutine_handle<> writer) noexcept;
  void await_resume() const;

 private:
  bool advance() noexcept override;
  bool send() noexcept;  // false: no room for now

  int fd_;
  int error_ = 0;
  Readiness& readiness_;
  std::span<const std::byte> rest_;
};

}  // namespace coro
