// Memory for coroutine frames: free lists of the current thread, one per 16 bytes of size, without locks.
// A frame may be released on another thread than it was allocated on: its memory then serves that thread.
// What a thread holds beyond `kept` blocks of a size, and all it holds when it ends, goes to a depot from
// which every thread refills. Memory is not returned to the system.
#pragma once

#include <array>
#include <cstddef>
#include <new>

#include "runtimes/coro/sanitizer.hpp"

namespace coro {

class FramePool {
 public:
  static constexpr std::size_t granule = 16;
  static constexpr std::size_t largest = 1024;
  static constexpr std::size_t kept = 4096;
  static constexpr std::size_t slab = 16 * 1024;

  // Under AddressSanitizer every frame is a heap block of its own, so that the use of a dead one is seen.
  static constexpr bool recycles = !under_address_sanitizer;

  static void* allocate(std::size_t size) {
    if (!recycles || size > largest) return ::operator new(size);
    List& list = of_this_thread_[size_class(size)];
    if (list.head == nullptr) refill(list);
    Block* const block = list.head;
    list.head = block->next;
    ++list.room;
    return block;
  }

  static void release(void* frame, std::size_t size) noexcept {
    if (!recycles || size > largest) return ::operator delete(frame, size);
    List& list = of_this_thread_[size_class(size)];
    if (list.room == 0) make_room(list);
    list.head = new (frame) Block{list.head};
    --list.room;
  }

 private:
  struct Block {
    Block* next;
  };
  // `room`: how many blocks may still be added. It starts at 0, so that the first use of a list, be it
  // a release, takes the slow path, where the thread enters itself for the hand-over at its end.
  struct List {
    Block* head = nullptr;
    std::size_t room = 0;
  };
  using Lists = std::array<List, largest / granule + 1>;
  class Depot;
  class HandOver;

  static constexpr std::size_t size_class(std::size_t size) { return (size + granule - 1) / granule; }
  static void refill(List& list);
  static void make_room(List& list) noexcept;
  static List carve(std::size_t block_size);

  // Trivially destructible, so that it is reached without a guard and outlives every other thread_local.
  static constinit thread_local Lists of_this_thread_;
};

inline constinit thread_local FramePool::Lists FramePool::of_this_thread_{};

}  // namespace coro
