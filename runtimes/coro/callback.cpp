#include "runtimes/coro/callback.hpp"

#include <exception>

#include "runtimes/coro/loop.hpp"

namespace coro {

void Callback::call_soon() noexcept {
  revoked_ = false;
  if (std::exchange(scheduled_, true)) return;
  loop_.ready().push(*this);
}

void Callback::call_at(TimerHeap::Clock::time_point due) {
  assert(!scheduled_);
  sleep_in(loop_.timers(), due);
  scheduled_ = true;
}

void Callback::revoke() noexcept {
  if (waiting()) {
    loop_.timers().remove(*this);
    word_ = 0;
    scheduled_ = false;
  }
  revoked_ = scheduled_;
}

void Callback::abandon() noexcept {
  revoke();
  abandoned_ = true;
  if (!scheduled_ && !running_) delete this;
}

void Callback::take_its_turn() noexcept {
  scheduled_ = false;
  if (!std::exchange(revoked_, false)) {
    running_ = true;
    try {
      call();
    } catch (...) {
      loop_.fail(std::current_exception());
    }
    running_ = false;
  }
  if (abandoned_ && !scheduled_) delete this;
}

}  // namespace coro
