// Several tasks at once, and all their results. The first exception cancels the others and is thrown when all
// have ended. Needs no memory but the tasks' frames.
#pragma once

#include <coroutine>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "runtimes/coro/children.hpp"
#include "runtimes/coro/coroutine_name.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/ready_queue.hpp"
#include "runtimes/coro/task.hpp"
#include "runtimes/coro/wait.hpp"

namespace coro {

// The result of a finished task as a value; that of a Task<> is a std::monostate.
template <class T>
using ValueOf = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <class T>
ValueOf<T> take_value(Task<T>& done) {
  if constexpr (std::is_void_v<T>) {
    done.frame().promise().take();
    return {};
  } else {
    return done.frame().promise().take();
  }
}

// What those have in common that wait for tasks of their own: the tasks start when their turn comes, the last
// resumes the awaiting coroutine. Cancelled, it cancels them; if all finish nevertheless, their results are
// returned and the request stands for the next await.
class Joint : public Wait {
 public:
  explicit Joint(Children::Until until) noexcept : children_(until) {}
  void cancel() noexcept final { children_.cancel(); }

 protected:
  ~Joint() = default;

  template <class T>
  void start(Task<T>& task) noexcept {
    here.ready->push(adopt(task));
  }
  template <class T>
  Branch& adopt(Task<T>& task) noexcept {
    if (here.loop->tasks().tracing()) [[unlikely]]
      task = here.loop->named(name_of_code(code_of(task.frame())), std::move(task));
    return task.frame().promise().become_child(children_, Children::Frames::kept);
  }
  void suspend_until_done(std::coroutine_handle<> parent) noexcept {
    suspend(parent);
    children_.resume_when_done(branch());
    if (branch().cancel_requested()) children_.cancel();
  }
  // Throws what went wrong, first the children's failure; `complete`: there are results to return.
  void end(bool complete) {
    children_.rethrow_first_failure();
    if (complete) return;
    here.branch->throw_if_cancelled();
    throw Cancelled();  // by a child's own decision
  }
  Children& children() noexcept { return children_; }

 private:
  Children children_;
};

template <class... Ts>
class [[nodiscard]] Gather final : public Joint {
 public:
  explicit Gather(Task<Ts>... tasks) noexcept
      : Joint(Children::Until::all_done), tasks_(std::move(tasks)...) {}

  bool await_ready() const noexcept { return sizeof...(Ts) == 0; }
  void await_suspend(std::coroutine_handle<> parent) noexcept {
    std::apply([&](auto&... task) { (start(task), ...); }, tasks_);
    suspend_until_done(parent);
  }
  std::tuple<ValueOf<Ts>...> await_resume() {
    end(!children().cancelled());
    // Braces: from the first to the last.
    return std::apply([](auto&... task) { return std::tuple<ValueOf<Ts>...>{take_value(task)...}; }, tasks_);
  }

 private:
  std::tuple<Task<Ts>...> tasks_;
};

template <class T>
class [[nodiscard]] GatherRange final : public Joint {
 public:
  explicit GatherRange(std::vector<Task<T>> tasks) noexcept
      : Joint(Children::Until::all_done), tasks_(std::move(tasks)) {}

  bool await_ready() const noexcept { return tasks_.empty(); }
  void await_suspend(std::coroutine_handle<> parent) noexcept {
    for (Task<T>& task : tasks_) start(task);
    suspend_until_done(parent);
  }
  std::vector<ValueOf<T>> await_resume() {
    end(!children().cancelled());
    std::vector<ValueOf<T>> values;
    values.reserve(tasks_.size());
    for (Task<T>& task : tasks_) values.push_back(take_value(task));
    return values;
  }

 private:
  std::vector<Task<T>> tasks_;
};

// auto [page, count] = co_await gather(fetch(a), count(b));
template <class... Ts>
Gather<Ts...> gather(Task<Ts>... tasks) noexcept {
  return Gather<Ts...>(std::move(tasks)...);
}

// std::vector<Page> pages = co_await gather(std::move(tasks));
template <class T>
GatherRange<T> gather(std::vector<Task<T>> tasks) noexcept {
  return GatherRange<T>(std::move(tasks));
}

}  // namespace coro
