// A first-in, first-out buffer of fixed capacity.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <memory>
#include <utility>

namespace coro {

template <class T>
class Ring {
 public:
  explicit Ring(std::size_t capacity)
      : capacity_(capacity), mask_(std::bit_ceil(std::max<std::size_t>(capacity, 1)) - 1) {
    items_ = std::allocator<T>().allocate(mask_ + 1);
  }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring() {
    while (!empty()) pop();
    std::allocator<T>().deallocate(items_, mask_ + 1);
  }

  std::size_t size() const noexcept { return pushed_ - popped_; }
  bool empty() const noexcept { return pushed_ == popped_; }
  bool full() const noexcept { return size() >= capacity_; }

  void push(T&& item) {
    assert(!full());
    std::construct_at(items_ + (pushed_ & mask_), std::move(item));
    ++pushed_;
  }
  T pop() {
    T* const first = items_ + (popped_ & mask_);
    T item = std::move(*first);
    std::destroy_at(first);
    ++popped_;
    return item;
  }

 private:
  std::size_t capacity_, mask_;
  T* items_;
  std::size_t pushed_ = 0, popped_ = 0;  // since the beginning
};

}  // namespace coro
