// What a task returns, until it is taken: a value, a reference, or nothing.
#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace coro {

template <class T>
class Result {
 public:
  template <std::convertible_to<T> Value = T>
  void return_value(Value&& value) {
    slot_.emplace(std::forward<Value>(value));
  }

 protected:
  T value() { return *std::move(slot_); }

 private:
  std::optional<T> slot_;
};

template <class T>
class Result<T&> {
 public:
  void return_value(T& value) noexcept { slot_ = std::addressof(value); }

 protected:
  T& value() const noexcept { return *slot_; }

 private:
  T* slot_ = nullptr;
};

template <>
class Result<void> {
 public:
  void return_void() const noexcept {}

 protected:
  void value() const noexcept {}
};

}  // namespace coro
