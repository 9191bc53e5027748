// The floor: a ring on one thread. Producers and consumers go in turn: one fills the ring, one empties it.
// Every item is looked at for room and for being there, and lies in memory in between; nobody can wait.
#include <array>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/sync/channel/workload.hpp"

namespace channel {
namespace {

class Ring {
 public:
  bool try_push(std::uint64_t item) {
    if (pushed_ - popped_ == capacity) return false;
    items_[pushed_++ % capacity] = item;
    return true;
  }
  bool try_pop(std::uint64_t& item) {
    if (pushed_ == popped_) return false;
    item = items_[popped_++ % capacity];
    return true;
  }

 private:
  std::uint64_t pushed_ = 0, popped_ = 0;
  std::array<std::uint64_t, capacity> items_;
};

// Not inlined: who fills cannot see who empties.
[[gnu::noinline]] void fill(Ring& ring, Tally& tally, const Parameters& p, std::uint64_t nonce,
                            std::uint64_t& next) {
  for (; next < p.count() && ring.try_push(item(nonce, next)); next += p.stride()) ++tally.produced;
}

[[gnu::noinline]] void empty(Ring& ring, Tally& tally) {
  for (std::uint64_t item = 0; ring.try_pop(item);) tally.consume(item);
}

template <class Probe>
class Floor {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Floor(const Parameters& p, unsigned, Probe&) : p_(p) {}

  Tally run(std::uint64_t nonce) {
    std::vector<std::uint64_t> next;  // item of each producer
    for (std::uint64_t producer = 0; producer < p_.stride(); ++producer) next.push_back(producer);
    std::vector<Tally> producers(next.size()), consumers(static_cast<std::size_t>(p_.consumers));
    std::int64_t left = p_.items;
    for (std::size_t p = 0, c = 0; left > 0; p = (p + 1) % next.size(), c = (c + 1) % consumers.size()) {
      left += consumers[c].consumed;
      fill(ring_, producers[p], p_, nonce, next[p]);
      empty(ring_, consumers[c]);
      left -= consumers[c].consumed;
    }
    Tally all;
    for (const Tally& tally : producers) all += tally;
    for (const Tally& tally : consumers) all += tally;
    return all;
  }

 private:
  const Parameters& p_;
  Ring ring_;
};

const simul::Enter<Workload, Floor> enter{"floor"};

}  // namespace
}  // namespace channel
