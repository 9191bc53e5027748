// What the compiler needs of a Task: where its frame lives, and who goes on when it is done. A task is
// started in one of three ways, and its end depends on it:
//   awaited:  the awaiting coroutine is resumed, by symmetric transfer.
//   spawned:  its frame is destroyed and its scope told, which resumes the joining coroutine after the last.
//   root:     control returns to Loop::run, which started it.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

#include "runtimes/coro/children.hpp"
#include "runtimes/coro/frame_pool.hpp"
#include "runtimes/coro/handover.hpp"
#include "runtimes/coro/result.hpp"
#include "runtimes/coro/waiter.hpp"

namespace coro {

template <class T>
class Task;

// As a Waiter it has two lives: a spawned task waits in the ready queue for its start, `coroutine` being
// itself; for any other, `coroutine` is who goes on when it is done.
template <class T>
class Promise : public Waiter, public Result<T> {
 public:
  using Handle = std::coroutine_handle<Promise>;

  static void* operator new(std::size_t size) { return FramePool::allocate(size); }
  static void operator delete(void* frame, std::size_t size) noexcept { FramePool::release(frame, size); }

  Task<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() const noexcept { return {}; }
  auto final_suspend() const noexcept { return End{}; }

  void spawn_into(Children& siblings) noexcept requires std::is_void_v<T> {
    siblings.add();
    siblings_ = &siblings;
    coroutine = Handle::from_promise(*this);
  }

 private:
  struct End {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(Handle done) const noexcept {
      return hand_over(done.promise().whoever_is_next());
    }
    void await_resume() const noexcept {}
  };

  std::coroutine_handle<> whoever_is_next() noexcept {
    if constexpr (std::is_void_v<T>)
      if (siblings_ != nullptr) return leave();
    return coroutine;
  }

  std::coroutine_handle<> leave() noexcept {
    Children& siblings = *siblings_;
    std::exception_ptr failure = this->take_failure();
    Handle::from_promise(*this).destroy();
    return siblings.one_done(std::move(failure));
  }

  Children* siblings_ = nullptr;  // of a spawned task
};

}  // namespace coro
