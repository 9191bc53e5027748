// What is left of a task when there is no framework: a frame from a free list, resumed through a pointer to a
// function, as a compiler's coroutine is, and an intrusive first-in, first-out list of those that are ready.
//
// No exception, no cancellation and no result but one number: a framework that has these pays for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "benchmarks/sync/spawn/workload.hpp"

namespace spawn {

struct Frame {
  Frame* next;  // in the free list, or in the list of those that are ready
  void (*function)(Frame&);
  Tally* tally;
  std::uint64_t nonce, unit, result;

  // The compiler must not know whom it calls, or it would call nobody.
  void resume() {
    auto unknown = function;
    asm volatile("" : "+r"(unknown));
    unknown(*this);
  }
};

// One thread's.
class Frames {
 public:
  explicit Frames(std::size_t count) : all_(std::make_unique<Frame[]>(count)) {
    for (std::size_t i = 0; i < count; ++i) release(all_[i]);
  }

  // There must be a free one.
  Frame& create(void (*function)(Frame&), Tally& tally, std::uint64_t nonce, std::uint64_t unit) {
    ++tally.created;
    Frame& frame = *std::exchange(free_, free_->next);
    frame = {nullptr, function, &tally, nonce, unit, 0};
    return frame;
  }
  void release(Frame& frame) { frame.next = std::exchange(free_, &frame); }

  void push(Frame& frame) {
    frame.next = nullptr;
    *last_ = &frame;
    last_ = &frame.next;
  }
  // Resumes and releases all that were pushed.
  void join() {
    while (Frame* const frame = first_) {
      first_ = frame->next;
      if (!first_) last_ = &first_;
      frame->resume();
      release(*frame);
    }
  }

 private:
  std::unique_ptr<Frame[]> all_;
  Frame* free_ = nullptr;
  Frame* first_ = nullptr;  // ready
  Frame** last_ = &first_;  // the null at the end of the list
};

}  // namespace spawn
