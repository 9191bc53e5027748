// An array that a process and the children it forks later see as one. Create it before the fork;
// each process unmaps its own view, and the memory goes with the last of them.
#pragma once

#include <concepts>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

#include "runtimes/fork/mapping.hpp"

namespace forked {

// Nobody knows which process is the last to let go, so there is no moment to run a destructor.
// Pointers in T must lead into shared memory.
template <class T>
requires std::is_trivially_destructible_v<T>
class Shared {
 public:
  // Every element is T(arguments...); without arguments, a value-initialised T.
  template <class... Arguments>
  requires std::constructible_from<T, const Arguments&...>
  explicit Shared(std::size_t count, const Arguments&... arguments)
      : mapping_(bytes_for(count)), elements_(static_cast<T*>(mapping_.address())), count_(count) {
    // The kernel's zeros are the value of such a T already; pages are touched when they are used.
    if constexpr (sizeof...(Arguments) > 0 || !std::is_trivially_default_constructible_v<T>)
      for (T& element : span()) ::new (static_cast<void*>(std::addressof(element))) T(arguments...);
  }

  std::size_t size() const noexcept { return count_; }
  T& operator[](std::size_t index) const noexcept { return elements_[index]; }
  T* operator->() const noexcept { return elements_; }  // most are an array of one
  T* begin() const noexcept { return elements_; }
  T* end() const noexcept { return elements_ + count_; }
  std::span<T> span() const noexcept { return {elements_, count_}; }

 private:
  static std::size_t bytes_for(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_array_new_length();
    return count * sizeof(T);
  }

  Mapping mapping_;
  T* elements_;
  std::size_t count_;
};

}  // namespace forked
