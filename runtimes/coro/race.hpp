// Several tasks at once, and the result of the first that succeeds; the others are cancelled, and the await
// ends when they have. An exception of any of them ends all and is thrown; a result that comes second is
// lost.
#pragma once

#include <coroutine>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "runtimes/coro/gather.hpp"

namespace coro {

// variant::index() tells who won.
template <class... Ts>
class [[nodiscard]] Race final : public Joint {
 public:
  using Winner = std::variant<ValueOf<Ts>...>;

  explicit Race(Task<Ts>... tasks) noexcept
      : Joint(Children::Until::first_success), tasks_(std::move(tasks)...) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> parent) noexcept {
    std::apply([&](auto&... task) { (start(task), ...); }, tasks_);
    suspend_until_done(parent);
  }
  Winner await_resume() {
    end(children().winner() != nullptr);
    return winner(std::index_sequence_for<Ts...>());
  }

 private:
  template <std::size_t... I>
  Winner winner(std::index_sequence<I...>) {
    std::optional<Winner> won;
    (take_if_won<I>(won), ...);
    return *std::move(won);
  }
  template <std::size_t I>
  void take_if_won(std::optional<Winner>& won) {
    auto& task = std::get<I>(tasks_);
    if (children().winner() == &task.frame().promise()) won.emplace(std::in_place_index<I>, take_value(task));
  }

  std::tuple<Task<Ts>...> tasks_;
};

// auto first = co_await race(read(), wait_for_stop());
template <class... Ts>
requires(sizeof...(Ts) > 0) Race<Ts...> race(Task<Ts>... tasks)
noexcept { return Race<Ts...>(std::move(tasks)...); }

template <class T>
struct Winner {
  std::size_t index;
  ValueOf<T> value;
};

template <class T>
class [[nodiscard]] Any final : public Joint {
 public:
  explicit Any(std::vector<Task<T>> tasks) noexcept
      : Joint(Children::Until::first_success), tasks_(std::move(tasks)) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> parent) noexcept {
    for (Task<T>& task : tasks_) start(task);
    suspend_until_done(parent);
  }
  Winner<T> await_resume() {
    end(children().winner() != nullptr);
    for (std::size_t i = 0;; ++i)
      if (children().winner() == &tasks_[i].frame().promise()) return {i, take_value(tasks_[i])};
  }

 private:
  std::vector<Task<T>> tasks_;
};

// auto [index, value] = co_await any(std::move(tasks)); at least one task.
template <class T>
Any<T> any(std::vector<Task<T>> tasks) noexcept {
  return Any<T>(std::move(tasks));
}

}  // namespace coro
