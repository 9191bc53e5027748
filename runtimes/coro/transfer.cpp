#include "runtimes/coro/transfer.hpp"

#include <system_error>

#include "runtimes/coro/yield.hpp"

namespace coro {
namespace {

void throw_if(int error, const char* call) {
  if (error != 0) throw std::system_error(error, std::generic_category(), call);
}

}  // namespace

void Receive::cancelled_before() {
  give_back();
  here.branch->throw_cancelled();
}

void Receive::await_suspend(std::coroutine_handle<> reader) noexcept {
  if (finished_) [[unlikely]]
    return Yield().await_suspend(reader);
  receiver_.readiness().left_at_once = Readiness::at_once;
  suspend_in(receiver_.readiness().reader, reader);
}

bool Receive::advance() noexcept {
  do {
    const ssize_t got = receiver_.receive(room_.subspan(received_));
    if (got == -EAGAIN) return false;
    if (got < 0)
      error_ = static_cast<int>(-got);
    else
      received_ += static_cast<std::size_t>(got);
    closed_ = got == 0;
  } while (!enough() && !over());
  return true;
}

void Receive::cancel() noexcept {
  give_back();
  leave();
}

void Receive::give_back() noexcept {
  if (received_ == 0) return;
  receiver_.give_back(room_.first(received_));
  received_ = 0;
}

void Receive::ended_badly() const {
  throw_if(error_, "recv");
  here.branch->throw_cancelled();
}

void Send::ended_badly() const {
  throw_if(error_, "send");
  here.branch->throw_cancelled();
}

void ReadExactly::cut_off() {
  throw std::system_error(ECONNABORTED, std::generic_category(), "recv: closed in the middle of a message");
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

std::size_t WriteSome::await_resume() const {
  const std::size_t sent = size_ - rest();
  end_wait(sent > 0 || size_ == 0);
  return sent;
}

}  // namespace coro
