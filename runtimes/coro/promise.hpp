// What the compiler needs of a Task: where its frame lives, and who goes on when it is done. A task is
// started in one of two ways, and its end depends on it:
//   awaited:  the awaiting coroutine is resumed, by symmetric transfer.
//   spawned:  the Children it belongs to are told, and the last of them resumes the joining coroutine. Its
//             frame is destroyed, unless it is kept for its result. All but the last do not suspend at their
//             end at all: the compiler then frees the frame on the way out, where to destroy a suspended
//             coroutine would be a second way into it, through a pointer.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

#include "runtimes/coro/branch.hpp"
#include "runtimes/coro/children.hpp"
#include "runtimes/coro/frame_pool.hpp"
#include "runtimes/coro/handover.hpp"
#include "runtimes/coro/result.hpp"

namespace coro {

template <class T>
class Task;

template <class T>
class Promise : public Branch, public Result<T> {
 public:
  using Handle = std::coroutine_handle<Promise>;

  Promise() noexcept { coroutine = Handle::from_promise(*this); }

  static void* operator new(std::size_t size) { return FramePool::allocate(size); }
  static void operator delete(void* frame, std::size_t size) noexcept { FramePool::release(frame, size); }

  Task<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() const noexcept { return {}; }
  auto final_suspend() noexcept { return End{ends_by_itself()}; }

  void unhandled_exception() noexcept {
    if (spawned())
      owner().child_throws(*this);
    else
      fail(std::current_exception());
  }

  // Once, when the task is done. Of a spawned task the failure is its owner's to throw.
  T take() {
    if (failed()) [[unlikely]]
      rethrow_failure();
    return this->value();
  }

  // The task becomes a branch of its own; it is then up to the caller to get it started.
  Branch& become_child(Children& owner, Children::Frames frames) noexcept {
    owner.adopt(*this, frames);
    return *this;
  }

 private:
  struct End {
    bool await_ready() const noexcept { return by_itself; }
    std::coroutine_handle<> await_suspend(Handle done) const noexcept {
      return hand_over(done.promise().whoever_is_next());
    }
    void await_resume() const noexcept {}

    bool by_itself;
  };

  // Leaves its siblings, if nothing else is left to do and nobody to go on with.
  bool ends_by_itself() noexcept {
    if (!spawned() || kept()) return false;
    const bool last = owner().leave(*this);
    return !last || !owner().parent_waits();
  }

  std::coroutine_handle<> whoever_is_next() noexcept {
    if (!spawned()) return coroutine;
    Children& siblings = owner();
    if (kept())
      siblings.leave_done(*this);
    else
      Handle::from_promise(*this).destroy();
    return siblings.child_left();
  }
};

}  // namespace coro
