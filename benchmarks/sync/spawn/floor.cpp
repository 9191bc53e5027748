// The floor: frames of our own (floor_frames.hpp). Awaited, one is resumed at once; spawned, it goes through
// the list of those that are ready, and the join is that list's end.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/spawn/floor_frames.hpp"

namespace spawn {
namespace {

void answer(Frame& frame) {
  ++frame.tally->started;
  frame.result = value(frame.nonce, frame.unit);
}

void complete(Frame& frame) { work(*frame.tally, frame.nonce, frame.unit); }

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe&) : p_(p), frames_(static_cast<std::size_t>(p.at_once)) {}

  Tally run(std::uint64_t nonce) {
    Tally tally;
    return p_.awaited() ? await_all(tally, nonce) : spawn_all(tally, nonce);
  }

 private:
  Tally await_all(Tally& tally, std::uint64_t nonce) {
    for (std::uint64_t unit = 0; unit < static_cast<std::uint64_t>(p_.units); ++unit) {
      Frame& frame = frames_.create(answer, tally, nonce, unit);
      frame.resume();
      tally.complete(frame.result);
      frames_.release(frame);
    }
    return tally;
  }

  Tally spawn_all(Tally& tally, std::uint64_t nonce) {
    std::uint64_t unit = 0;
    for (std::int64_t batch = 0; batch < p_.batches(); ++batch) {
      for (std::int64_t i = 0; i < p_.at_once; ++i)
        frames_.push(frames_.create(complete, tally, nonce, unit++));
      frames_.join();
    }
    return tally;
  }

  const Parameters& p_;
  Frames frames_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace spawn
