#include "runtimes/coro/frame_pool.hpp"

#include <algorithm>
#include <mutex>
#include <ranges>
#include <span>
#include <utility>

namespace coro {

// Free blocks outside of any stack hang together by themselves, so that to put them by needs no memory: some hold, behind
// this, the addresses of as many others as fit, and only they are touched. Each of them comes from memory far away, and
// where the next is can be known only when it has come. The first of a batch leads to the next batch.
struct FramePool::Batch {
  Batch* next_block;
  Batch* next_batch;

  static Batch* in(void* block, std::size_t block_size, Batch* next_block) noexcept {
    auto* const batch = new (block) Batch{next_block, nullptr};
    std::ranges::fill(batch->addresses(block_size), nullptr);
    return batch;
  }

  // Of other blocks, or null.
  std::span<void*> addresses(std::size_t block_size) noexcept {
    return {reinterpret_cast<void**>(this + 1), (block_size - sizeof(Batch)) / sizeof(void*)};
  }
};

// Lives for ever: threads may end after the static objects are gone.
class FramePool::Depot {
 public:
  static Depot& instance() {
    static Depot& depot = *new Depot;
    return depot;
  }

  void give(std::size_t size_class, Batch* batch) noexcept {
    const std::scoped_lock lock(mutex_);
    batch->next_batch = std::exchange(batches_[size_class], batch);
  }

  // Null if there is none.
  Batch* take(std::size_t size_class) noexcept {
    const std::scoped_lock lock(mutex_);
    Batch* const batch = batches_[size_class];
    if (batch != nullptr) batches_[size_class] = batch->next_batch;
    return batch;
  }

 private:
  std::mutex mutex_;
  std::array<Batch*, largest / granule + 1> batches_{};
};

// Made by the first slow path of a thread, gone with it.
class FramePool::HandOver {
 public:
  static void enter() { static thread_local HandOver at_end_of_thread; }

 private:
  HandOver() = default;
  ~HandOver() {
    for (Stack& stack : of_this_thread_) {
      if (stack.top != stack.bottom)
        Depot::instance().give(size_class_of(stack),
                               unload(stack, static_cast<std::size_t>(stack.top - stack.bottom)));
      delete[] std::exchange(stack, {}).bottom;
    }
  }
};

std::size_t FramePool::size_class_of(const Stack& stack) noexcept {
  return static_cast<std::size_t>(&stack - of_this_thread_.data());
}

void FramePool::open(Stack& stack, void** room) noexcept {
  stack.top = stack.bottom = room;
  stack.end = room + kept;
}

FramePool::Use FramePool::use_of_this_thread() noexcept {
  Use use = beside_stacks_;
  for (const Stack& stack : of_this_thread_) use.frames += stack.served;
  return use;
}

void* FramePool::allocate_alone(std::size_t size) {
  void* const memory = ::operator new(size);
  ++beside_stacks_.frames;
  ++beside_stacks_.from_heap;
  return memory;
}

FramePool::Batch* FramePool::unload(Stack& stack, std::size_t blocks) noexcept {
  const std::size_t block_size = size_class_of(stack) * granule;
  Batch* batch = nullptr;
  while (blocks > 0) {
    batch = Batch::in(*--stack.top, block_size, batch);
    const auto room = batch->addresses(block_size);
    const std::size_t others = std::min(blocks - 1, room.size());
    for (void*& address : room.first(others)) address = *--stack.top;
    blocks -= 1 + others;
  }
  return batch;
}

// So that the first block is on top.
void FramePool::carve(Stack& stack, std::size_t block_size) {
  static_assert(slab / granule <= kept);
  auto* memory = static_cast<std::byte*>(::operator new(slab));
  const std::size_t blocks = slab / block_size;
  for (std::size_t block = blocks; block-- > 0;) *stack.top++ = memory + block * block_size;
  beside_stacks_.from_heap += blocks;
}

// They have been away for a while, and will all be used soon: their memory comes nearer, many at a time.
void FramePool::fetch(const Stack& stack, std::size_t block_size) noexcept {
  for (void* const* block = stack.bottom; block != stack.top; ++block)
    for (std::size_t byte = 0; byte < block_size; byte += cache_line)
      __builtin_prefetch(static_cast<const std::byte*>(*block) + byte, 1);
}

void FramePool::refill(Stack& stack) {
  HandOver::enter();
  if (stack.bottom == nullptr) open(stack, new void*[kept]);
  const std::size_t size_class = size_class_of(stack);
  Batch* batch = Depot::instance().take(size_class);
  if (batch == nullptr) return carve(stack, size_class * granule);
  for (; batch != nullptr; batch = batch->next_block) {
    for (void* const address : batch->addresses(size_class * granule) | std::views::reverse)
      if (address != nullptr) *stack.top++ = address;
    *stack.top++ = batch;
  }
  fetch(stack, size_class * granule);
}

// Half of a full stack goes to the depot: whoever allocates and releases around the limit comes here seldom.
void FramePool::put_by(Stack& stack, void* frame) noexcept {
  HandOver::enter();
  if (stack.bottom != nullptr) {
    Depot::instance().give(size_class_of(stack), unload(stack, kept / 2));
  } else if (auto* const room = new (std::nothrow) void*[kept]) {
    open(stack, room);
  } else {
    const std::size_t size_class = size_class_of(stack);
    return Depot::instance().give(size_class, Batch::in(frame, size_class * granule, nullptr));
  }
  *stack.top++ = frame;
}

}  // namespace coro
