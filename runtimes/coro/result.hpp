// How a task ended, in one slot: its value, a reference, or an exception.
#pragma once

#include <concepts>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace coro {

template <class T>
class Result {
 public:
  template <std::convertible_to<T> Value = T>
  void return_value(Value&& value) {
    if constexpr (std::is_reference_v<T>)
      slot_.template emplace<1>(std::addressof(value));
    else
      slot_.template emplace<1>(std::forward<Value>(value));
  }
  void unhandled_exception() noexcept { slot_.template emplace<2>(std::current_exception()); }

  // Once, when the task is done.
  T take() {
    if (slot_.index() == 2) std::rethrow_exception(std::get<2>(std::move(slot_)));
    return static_cast<T&&>(stored());
  }

 private:
  using Stored = std::conditional_t<std::is_reference_v<T>, std::add_pointer_t<T>, T>;

  auto& stored() noexcept {
    if constexpr (std::is_reference_v<T>)
      return **std::get_if<1>(&slot_);
    else
      return *std::get_if<1>(&slot_);
  }

  std::variant<std::monostate, Stored, std::exception_ptr> slot_;
};

template <>
class Result<void> {
 public:
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { failure_ = std::current_exception(); }

  void take() {
    if (failure_) std::rethrow_exception(std::move(failure_));
  }
  // Null if the task ended well.
  std::exception_ptr take_failure() noexcept { return std::move(failure_); }

 private:
  std::exception_ptr failure_;
};

}  // namespace coro
