// The floor: what is left of a task when there is no framework. Its frame comes from a free list and is
// resumed through a pointer to a function, as a compiler's coroutine is. Awaited, it is resumed at once;
// spawned, it goes through an intrusive first-in, first-out list, and the join is that list's end.
//
// No exception, no cancellation and no result but one number: a framework that has these pays for them.
#include <memory>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/workload.hpp"

namespace spawn {
namespace {

struct Frame {
  Frame* next;  // in the free list, or in the list of those that are ready
  void (*resume)(Frame&);
  Tally* tally;
  std::uint64_t nonce, unit, result;
};

void answer(Frame& frame) {
  ++frame.tally->started;
  frame.result = value(frame.nonce, frame.unit);
}

void complete(Frame& frame) { work(*frame.tally, frame.nonce, frame.unit); }

// The compiler must not know whom it calls, or it would call nobody.
void resume(Frame& frame) {
  auto function = frame.resume;
  asm volatile("" : "+r"(function));
  function(frame);
}

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe&)
      : p_(p), frames_(std::make_unique<Frame[]>(static_cast<std::size_t>(p.at_once))) {
    for (std::int64_t i = 0; i < p.at_once; ++i) release(frames_[static_cast<std::size_t>(i)]);
  }

  Tally run(std::uint64_t nonce) {
    Tally tally;
    return p_.awaited() ? await_all(tally, nonce) : spawn_all(tally, nonce);
  }

 private:
  Tally await_all(Tally& tally, std::uint64_t nonce) {
    for (std::uint64_t unit = 0; unit < static_cast<std::uint64_t>(p_.units); ++unit) {
      Frame& frame = create(answer, tally, nonce, unit);
      resume(frame);
      tally.complete(frame.result);
      release(frame);
    }
    return tally;
  }

  Tally spawn_all(Tally& tally, std::uint64_t nonce) {
    std::uint64_t unit = 0;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (std::int64_t i = 0; i < p_.at_once; ++i) push(create(complete, tally, nonce, unit++));
      join();
    }
    return tally;
  }

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
  void join() {
    while (Frame* const frame = first_) {
      first_ = frame->next;
      if (!first_) last_ = &first_;
      resume(*frame);
      release(*frame);
    }
  }

  const Parameters& p_;
  std::unique_ptr<Frame[]> frames_;
  Frame* free_ = nullptr;
  Frame* first_ = nullptr;  // ready
  Frame** last_ = &first_;  // the null at the end of the list
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace spawn
