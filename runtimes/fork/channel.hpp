// A bounded queue between processes: a ring whose semaphores count its room and its items, and a third and a fourth
// keep two processes from the same end. That is the textbook's bounded buffer (E. W. Dijkstra, 1965); a pipe would cost
// two system calls per item. It must live in shared memory: Shared<Channel<T, 16>>(1).
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "runtimes/fork/message.hpp"
#include "runtimes/fork/semaphore.hpp"

namespace forked {

template <Message T, std::size_t capacity>
requires(capacity > 0) class Channel {
 public:
  // Waits for room. A process that dies in push or pop leaves the channel locked.
  void push(const T& item) { put(item); }

  // Waits for an item; nothing for one that is to leave, see close().
  std::optional<T> pop() {
    filled_.acquire();
    popping_.acquire();
    const std::optional<T> item = items_[popped_++ % capacity];
    popping_.release();
    room_.release();
    return item;
  }

  // Tells `poppers` processes to leave, behind all that was pushed before: each has to pop once more. Waits for room.
  void close(std::size_t poppers) {
    for (; poppers > 0; --poppers) put(std::nullopt);
  }

 private:
  void put(const std::optional<T>& item) {
    room_.acquire();
    pushing_.acquire();
    items_[pushed_++ % capacity] = item;
    pushing_.release();
    filled_.release();
  }

  Semaphore room_{capacity}, filled_{0};
  Semaphore pushing_{1}, popping_{1};
  std::size_t pushed_ = 0, popped_ = 0;
  std::array<std::optional<T>, capacity> items_{};
};

}  // namespace forked
