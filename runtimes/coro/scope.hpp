// Structured concurrency: the children of a scope are finished when join() returns. The first exception that
// leaves a child cancels the others and is thrown by join().
#pragma once

#include <coroutine>
#include <exception>
#include <source_location>
#include <utility>

#include "runtimes/coro/children.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/task.hpp"
#include "runtimes/coro/wait.hpp"

namespace coro {

// Resumes the joining coroutine as soon as the last child is done, directly. To cancel it cancels the
// children: it then ends when they have.
class [[nodiscard]] Join final : public Wait {
 public:
  explicit Join(Children& children) noexcept : children_(children) {}

  bool await_ready() const noexcept { return children_.all_done(); }
  void await_suspend(std::coroutine_handle<> parent) noexcept {
    suspend(parent);
    if (branch().cancel_requested()) children_.cancel();
    children_.resume_when_done(branch());
  }
  // A failure goes before a cancellation, which then stands for the next await.
  void await_resume() const {
    children_.rethrow_first_failure();
    here.branch->throw_if_cancelled();
  }
  void cancel() noexcept override { children_.cancel(); }

 private:
  Children& children_;
};

// Lives in the coroutine that joins it and ends after its children: one that is destroyed while a child
// runs, or with an exception that nobody has seen, terminates the program. Where something may throw
// between spawn and join, use in_scope.
class Scope {
 public:
  explicit Scope(Loop& loop) noexcept : loop_(loop) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() {
    if (!children_.all_done() || children_.failed()) std::terminate();
  }

  // The child starts when its turn comes, behind everyone who is ready now. It needs no memory but its frame.
  // `where` is for the list of tasks of a loop that traces.
  void spawn(Task<> child, std::source_location where = std::source_location::current()) noexcept {
    if (loop_.tasks().tracing()) [[unlikely]]
      child = listed(std::move(child), where);
    loop_.ready().push(child.release().promise().become_child(children_, Children::Frames::destroyed));
  }

  // Cancels every child that there is now. That they end so is no failure: join() returns as usual.
  void cancel() noexcept { children_.cancel(); }

  // Waits for all children, then throws the first exception that left one. The last child resumes the
  // joining coroutine. If that is cancelled, so are the children, and join() throws Cancelled when they have
  // ended. The scope may then be used again.
  Join join() noexcept { return Join(children_); }

 private:
  Task<> listed(Task<> child, std::source_location where);

  Loop& loop_;
  Children children_;
};

// Runs `body(scope)`, a task, as the first child of a scope and joins it: whatever throws, in the body or in
// one of its siblings, ends all of them before it is thrown here. The body may be a lambda with captures, it
// outlives its coroutine.
template <class Body>
Task<> in_scope(Loop& loop, Body body) {
  Scope scope(loop);
  scope.spawn(body(scope));
  co_await scope.join();
}

}  // namespace coro
