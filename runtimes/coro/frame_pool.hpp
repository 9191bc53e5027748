// Memory for coroutine frames: stacks of free blocks of the current thread, one per 16 bytes of size, without
// locks. A frame may be released on another thread than it was allocated on: its memory then serves that thread.
// What a thread holds beyond `kept` blocks of a size, and all it holds when it ends, goes to a depot from
// which every thread refills. Memory is not returned to the system.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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
    if (!recycles || size > largest) return allocate_alone(size);
    Stack& stack = of_this_thread_[size_class(size)];
    if (stack.top == stack.bottom) [[unlikely]]
      refill(stack);
    ++stack.served;
    return *--stack.top;
  }

  static void release(void* frame, std::size_t size) noexcept {
    if (!recycles || size > largest) return ::operator delete(frame, size);
    Stack& stack = of_this_thread_[size_class(size)];
    if (stack.top == stack.end) [[unlikely]]
      return put_by(stack, frame);
    *stack.top++ = frame;
  }

  // What this thread has had so far.
  struct Use {
    std::uint64_t frames = 0;     // allocated
    std::uint64_t from_heap = 0;  // pieces of fresh memory for them: what is beyond was recycled
  };
  static Use use_of_this_thread() noexcept;

 private:
  // Addresses, not a list through the blocks: there each allocation would have to wait for the block before it,
  // and nobody touches a block that is free. All null at first, so that the first use, be it a release, takes
  // the slow path, where the thread enters itself for the hand-over at its end.
  struct Stack {
    void** top = nullptr;
    void** bottom = nullptr;
    void** end = nullptr;
    std::uint64_t served = 0;
  };
  using Stacks = std::array<Stack, largest / granule + 1>;
  struct Batch;
  class Depot;
  class HandOver;

  static constexpr std::size_t cache_line = 64;

  static constexpr std::size_t size_class(std::size_t size) { return (size + granule - 1) / granule; }
  static std::size_t size_class_of(const Stack& stack) noexcept;
  static void* allocate_alone(std::size_t size);
  static void refill(Stack& stack);
  static void put_by(Stack& stack, void* frame) noexcept;
  static void open(Stack& stack, void** room) noexcept;
  static void carve(Stack& stack, std::size_t block_size);
  static void fetch(const Stack& stack, std::size_t block_size) noexcept;
  static Batch* unload(Stack& stack, std::size_t blocks) noexcept;

  // Trivially destructible, so that it is reached without a guard and outlives every other thread_local.
  static constinit thread_local Stacks of_this_thread_;
  static constinit thread_local Use beside_stacks_;  // frames without a stack, and all pieces from the heap
};

inline constinit thread_local FramePool::Stacks FramePool::of_this_thread_{};
inline constinit thread_local FramePool::Use FramePool::beside_stacks_{};

}  // namespace coro
