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
  bool may_go_on(bool finished);
  bool receive() noexcept;  // false: nothing for now. Otherwise something came, or it is over.
  bool over() const noexcept { return closed_ || error_ != 0; }
  void give_back() noexcept;           // what came is not ours: the next reader gets it
  void end_wait(bool finished) const;  // throws what it ended with, if not well
  bool full() const noexcept { return received_ == room_.size(); }
  std::size_t received() const noexcept { return received_; }

 private:
  Receiver& receiver_;
  std::span<std::byte> room_;
  std::size_t received_ = 0;
  int error_ = 0;
  bool closed_ = false;
  bool finished_ = false;  // without having waited
};

// Resumes with the number of bytes that came, at least one; 0: the peer has closed. There must be room.
class [[nodiscard]] ReadSome final : public Receive {
 public:
  using Receive::Receive;
  bool await_ready() { return may_go_on(advance()); }
  std::size_t await_resume() const;

 private:
  bool advance() noexcept override { return receive(); }
};

// Resumes with true when all room is filled, with false when the peer closed before the first byte. To be
// cut off in between is an error.
class [[nodiscard]] ReadExactly final : public Receive {
 public:
  using Receive::Receive;
  bool await_ready() { return may_go_on(advance()); }
  bool await_resume() const;

 private:
  bool advance() noexcept override;
  void cancel() noexcept override;
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
  void end_wait(bool finished) const;

 private:
  void submit() noexcept;

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
  bool advance() noexcept override;
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

}  // namespace coro
