// Structured concurrency: the children of a scope are finished when join() returns.
#pragma once

#include <coroutine>
#include <exception>

#include "runtimes/coro/children.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/task.hpp"

namespace coro {

// Lives in the coroutine that joins it and ends after its children: one that is destroyed while a child
// runs, or with an exception that nobody has seen, terminates the program.
class Scope {
 public:
  explicit Scope(Loop& loop) noexcept : ready_(loop.ready()) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() {
    if (!children_.all_done() || children_.failed()) std::terminate();
  }

  // The child starts when its turn comes, behind everyone who is ready now. It needs no memory but its frame.
  void spawn(Task<> child) noexcept {
    Promise<void>& promise = child.release().promise();
    promise.spawn_into(children_);
    ready_.push(promise);
  }

  // Waits for all children, then throws the first exception that left one. The last child resumes the
  // joining coroutine. The scope may then be used again.
  [[nodiscard]] auto join() noexcept { return Join{children_}; }

 private:
  struct Join {
    bool await_ready() const noexcept { return children.all_done(); }
    void await_suspend(std::coroutine_handle<> parent) const noexcept { children.resume_when_done(parent); }
    void await_resume() const { children.rethrow_first_failure(); }

    Children& children;
  };

  ReadyQueue& ready_;
  Children children_;
};

}  // namespace coro
