// A bounded queue between tasks. First come, first served on both sides; an item for which somebody waits is
// handed over directly. With a capacity of 0 every item is. Loop thread only.
#pragma once

#include <coroutine>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "runtimes/coro/event.hpp"
#include "runtimes/coro/ring.hpp"
#include "runtimes/coro/wait.hpp"

namespace coro {

// Thrown by push to a channel that is, or was then, closed. The item was not taken.
struct ChannelClosed : std::logic_error {
  ChannelClosed() : std::logic_error("coro::Channel: push after close") {}
};

// What pop() resumes with. An optional whose move is not trivial, so that the ABI has it written where the caller
// wants it: a std::optional<long> comes in registers and is stored in two parts, and to copy it as one soon after
// stalls the processor for longer than all the rest takes.
template <class T>
class Popped : public std::optional<T> {
 public:
  using std::optional<T>::optional;
  Popped(std::optional<T>&& item) : std::optional<T>(std::move(item)) {}
  Popped(Popped&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
      : std::optional<T>(static_cast<std::optional<T>&&>(other)) {}
  Popped& operator=(Popped&&) = default;
};

template <class T>
class Channel {
 public:
  class Push;
  class Pop;

  explicit Channel(std::size_t capacity) : items_(capacity) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Waits for room. The item is moved from when it is taken, not before. Cancelled, it throws Cancelled and
  // the item was not taken: after `push(std::move(item))` it is where it was. g++ 12 destroys an aggregate
  // twice that is made within an await, as in `co_await push(Pair{a, b})`: name it first.
  Push push(T&& item) noexcept { return Push(*this, item); }
  Push push(const T& item) = delete;  // say push(T(item))

  // Resumes with the next item, or with nothing when the channel is closed and empty. Cancelled, it throws
  // Cancelled and has taken nothing; an item that was handed over before is returned.
  Pop pop() noexcept { return Pop(*this); }

  // Without waiting. `item` is moved from only on success.
  bool try_push(T& item) {
    if (closed_) throw ChannelClosed();
    if (!poppers_.empty())
      static_cast<Pop&>(poppers_.wake_first()).item_.emplace(std::move(item));
    else if (!items_.full())
      items_.push(std::move(item));
    else
      return false;
    ++unfinished_;
    return true;
  }
  std::optional<T> try_pop() {
    if (items_.empty()) {
      if (pushers_.empty()) return std::nullopt;
      return std::optional<T>(take_from_pusher());
    }
    std::optional<T> item(items_.pop());
    refill();
    return item;
  }

  // No more items: those that wait to push throw ChannelClosed, the rest can still be popped.
  void close() noexcept {
    closed_ = true;
    pushers_.wake_all();
    poppers_.wake_all();  // who waits to pop knows that nothing is left
  }
  bool closed() const noexcept { return closed_; }
  std::size_t size() const noexcept { return items_.size(); }

  // asyncio's join: waits until task_done() has been said for every item that was pushed.
  Event::Set join() noexcept {
    unfinished_ == 0 ? finished_.set() : finished_.clear();
    return finished_.wait();
  }
  void task_done() {
    if (unfinished_ == 0) throw std::logic_error("coro::Channel: task_done without an item");
    if (--unfinished_ == 0) finished_.set();
  }

  class [[nodiscard]] Push final : public QueuedWait {
   public:
    Push(Channel& channel, T& item) noexcept : channel_(channel), item_(item) {}
    bool await_ready() {
      if (channel_.try_push(item_)) [[likely]]
        return taken_ = true;
      here.branch->throw_if_cancelled();
      return false;
    }
    void await_suspend(std::coroutine_handle<> pusher) noexcept { suspend_in(channel_.pushers_, pusher); }
    void await_resume() const {
      if (taken_) [[likely]]
        return;
      here.branch->throw_if_cancelled();
      throw ChannelClosed();
    }

   private:
    friend Channel;
    Channel& channel_;
    T& item_;
    bool taken_ = false;
  };

  class [[nodiscard]] Pop final : public QueuedWait {
   public:
    explicit Pop(Channel& channel) noexcept : channel_(channel) {}
    bool await_ready() const {
      if (channel_.has_items() || channel_.closed_) [[likely]]
        return true;
      here.branch->throw_if_cancelled();
      return false;
    }
    void await_suspend(std::coroutine_handle<> popper) noexcept {
      waited_ = true;
      suspend_in(channel_.poppers_, popper);
    }
    // What need not be waited for is taken here, into its final place.
    Popped<T> await_resume() {
      if (!waited_ && !channel_.items_.empty()) [[likely]] {
        Popped<T> item(std::in_place, channel_.items_.pop());
        channel_.refill();
        return item;
      }
      if (!waited_) return channel_.try_pop();
      if (!item_ && !channel_.closed_) [[unlikely]]
        here.branch->throw_cancelled();
      return std::move(item_);
    }

   private:
    friend Channel;
    Channel& channel_;
    bool waited_ = false;
    std::optional<T> item_;  // that was handed over
  };

 private:
  bool has_items() const noexcept { return !items_.empty() || !pushers_.empty(); }
  void refill() {
    if (!pushers_.empty()) [[unlikely]]
      items_.push(take_from_pusher());
  }
  T take_from_pusher() {
    auto& pusher = static_cast<Push&>(pushers_.wake_first());
    pusher.taken_ = true;
    ++unfinished_;
    return std::move(pusher.item_);
  }

  Ring<T> items_;
  WaitQueue pushers_;  // empty unless the ring is full
  WaitQueue poppers_;  // empty unless the ring is
  bool closed_ = false;
  std::size_t unfinished_ = 0;
  Event finished_;
};

}  // namespace coro
