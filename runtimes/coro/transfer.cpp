#include "runtimes/coro/transfer.hpp"

#include <sys/socket.h>

#include <system_error>

#include "runtimes/coro/yield.hpp"
#include "runtimes/os/error.hpp"

namespace coro {
namespace {

void throw_if(int error, const char* call) {
  if (error != 0) throw std::system_error(error, std::generic_category(), call);
}

}  // namespace

bool Receive::may_go_on(bool finished) {
  finished_ = finished;
  if (finished) [[likely]]
    return receiver_.readiness().within_budget();
  if (here.branch->cancel_requested()) [[unlikely]] {
    give_back();
    here.branch->throw_cancelled();
  }
  return false;
}

void Receive::await_suspend(std::coroutine_handle<> reader) noexcept {
  if (finished_) [[unlikely]]
    return Yield().await_suspend(reader);
  receiver_.readiness().left_at_once = Readiness::at_once;
  suspend_in(receiver_.readiness().reader, reader);
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

void Receive::give_back() noexcept {
  receiver_.give_back(room_.first(received_));
  received_ = 0;
}

void Receive::end_wait(bool finished) const {
  throw_if(error_, "recv");
  if (!finished) here.branch->throw_cancelled();
}

std::size_t ReadSome::await_resume() const {
  end_wait(over() || received() > 0);
  return received();
}

bool ReadExactly::advance() noexcept {
  while (!full() && !over())
    if (!receive()) return false;
  return true;
}

void ReadExactly::cancel() noexcept {
  give_back();
  leave();
}

bool ReadExactly::await_resume() const {
  end_wait(over() || full());
  if (!full() && received() > 0) throw_if(ECONNABORTED, "recv: closed in the middle of a message");
  return full();
}

bool Send::may_go_on(bool finished) {
  finished_ = finished;
  if (finished) [[likely]]
    return readiness_.within_budget();
  here.branch->throw_if_cancelled();
  return false;
}

void Send::await_suspend(std::coroutine_handle<> writer) noexcept {
  if (finished_) [[unlikely]]
    return Yield().await_suspend(writer);
  readiness_.left_at_once = Readiness::at_once;
  suspend_in(readiness_.writer, writer);
  if (readiness_.proactor != nullptr) submit();
}

void Send::submit() noexcept { readiness_.proactor->send(fd_, rest_, until_ == Until::all, *this); }

void Send::completed(int result) noexcept {
  const bool interrupted = result == -EINTR || result == -EAGAIN;
  if (result >= 0)
    rest_ = rest_.subspan(static_cast<std::size_t>(result));
  else if (!interrupted && result != -ECANCELED)
    error_ = -result;
  const bool wants_more = interrupted || (until_ == Until::all && !rest_.empty());
  if (wants_more && error_ == 0 && !branch().cancel_requested()) return submit();
  leave();
}

// Its bytes are the kernel's until the kernel says that it has done.
void Send::cancel() noexcept {
  if (readiness_.proactor != nullptr) return readiness_.proactor->cancel(*this);
  leave();
}

bool Send::send() noexcept {
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

void Send::end_wait(bool finished) const {
  throw_if(error_, "send");
  if (!finished) here.branch->throw_cancelled();
}

bool WriteAll::advance() noexcept {
  while (rest() > 0 && !failed())
    if (!send()) return false;
  return true;
}

std::size_t WriteSome::await_resume() const {
  const std::size_t sent = size_ - rest();
  end_wait(sent > 0 || size_ == 0);
  return sent;
}

}  // namespace coro
