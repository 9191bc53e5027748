#include "runtimes/coro/transfer.hpp"

#include <sys/socket.h>

#include <cassert>
#include <system_error>

#include "runtimes/os/error.hpp"

namespace coro {
namespace {

void throw_if(int error, const char* call) {
  if (error != 0) throw std::system_error(error, std::generic_category(), call);
}

}  // namespace

void Receive::await_suspend(std::coroutine_handle<> reader) noexcept {
  Readiness& readiness = receiver_.readiness();
  assert(readiness.reader == nullptr && "one coroutine reads at a time");
  coroutine = reader;
  readiness.reader = this;
}

bool Receive::receive() noexcept {
  const ssize_t got = receiver_.receive(room_.subspan(received_));
  if (got == -EAGAIN) return false;
  if (got < 0)
    error_ = static_cast<int>(-got);
  else
    received_ += static_cast<std::size_t>(got);
  closed_ = got == 0;
  return true;
}

void Receive::throw_if_failed() const { throw_if(error_, "recv"); }

std::size_t ReadSome::await_resume() const {
  throw_if_failed();
  return received();
}

bool ReadExactly::advance() noexcept {
  while (!full() && !over())
    if (!receive()) return false;
  return true;
}

bool ReadExactly::await_resume() const {
  throw_if_failed();
  if (!full() && received() > 0) throw_if(ECONNABORTED, "recv: closed in the middle of a message");
  return full();
}

void WriteAll::await_suspend(std::coroutine_handle<> writer) noexcept {
  assert(readiness_.writer == nullptr && "one coroutine writes at a time");
  coroutine = writer;
  readiness_.writer = this;
}

bool WriteAll::advance() noexcept {
  while (!rest_.empty() && error_ == 0)
    if (!send()) return false;
  return true;
}

bool WriteAll::send() noexcept {
  if (!readiness_.writable) return false;
  const ssize_t sent = os::retry([&] { return ::send(fd_, rest_.data(), rest_.size(), MSG_NOSIGNAL); });
  if (sent == -1 && errno == EAGAIN) return readiness_.writable = false;
  if (sent == -1) {
    error_ = errno;
    return true;
  }
  const auto bytes = static_cast<std::size_t>(sent);
  if (bytes < rest_.size()) readiness_.writable = false;
  rest_ = rest_.subspan(bytes);
  return true;
}

void WriteAll::await_resume() const { throw_if(error_, "send"); }

}  // namespace coro
