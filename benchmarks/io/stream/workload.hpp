// Streams of items: a source that has no end makes one after the other, each is looked up somewhere, and a sink takes
// them until it has enough and leaves: `async for item in look_up(source()): ... break`. Making an item and looking it
// up are waits; who asks for an item before it makes one has them one after the other, who makes items ahead can
// overlap them, and has made some in vain when the sink leaves. How many those may be is bounded, and counted.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace stream {

using Clock = std::chrono::steady_clock;

inline constexpr std::size_t ahead = 4;  // items that lie between two stages, at most
inline constexpr std::int64_t fast = 8;  // times faster is every other source: only the bound holds it back

struct Parameters {
  std::int64_t streams, items;  // items: that the sink of each takes
  std::int64_t shortest_us = 1'000, longest_us = 3'000;
  std::int64_t room = ahead;

  std::size_t count() const { return static_cast<std::size_t>(streams); }

  // How long it takes to make an item and to look it up. Seeded: the same for every contestant, and for a stream
  // whatever their number.
  std::chrono::microseconds making(std::size_t stream, std::size_t item) const {
    return wait(2 * number(stream, item)) / (stream % 2 == 1 ? fast : 1);
  }
  std::chrono::microseconds looking_up(std::size_t stream, std::size_t item) const {
    return wait(2 * number(stream, item) + 1);
  }

  // Of a sink that has left: between the stages, and one in the hands of each.
  std::int64_t most_in_vain() const { return 2 * room + 2; }

 private:
  static std::size_t number(std::size_t stream, std::size_t item) { return (stream << 16) + item; }
  std::chrono::microseconds wait(std::size_t i) const {
    return std::chrono::microseconds(simul::seeded(i, shortest_us, longest_us));
  }
};

// What flows.
struct Item {
  std::size_t number = 0;  // in its stream
  std::uint64_t value = 0;
};

constexpr std::uint64_t made(std::uint64_t nonce, std::size_t stream, std::size_t item) {
  return simul::mix(simul::mix(nonce + stream) + item);
}
constexpr std::uint64_t looked_up(std::uint64_t value) { return simul::mix(~value); }
constexpr std::uint64_t folded(std::uint64_t fold, std::uint64_t value) {  // order counts
  return simul::mix(fold ^ value);
}

// What a stage leaves behind, by the spec's own readings of the clock.
struct Stage {
  std::int64_t begun = 0, ended = 0;
  std::int64_t early = 0;  // items that did not wait for as long as they should
  std::int64_t out_of_turn =
      0;  // that were begun before the one in front had ended: a stage has one pair of hands
  Clock::time_point began{};  // the last

  Clock::time_point begin(std::chrono::microseconds wait) {
    out_of_turn += begun != ended;
    ++begun;
    began = Clock::now();
    return began + wait;
  }
  void end(std::chrono::microseconds wait) {
    early += Clock::now() - began < wait;
    ++ended;
  }
};

// What one stream leaves behind. Each stage writes to a cache line of its own; no pointers, so that processes can
// share it.
struct Flow {
  alignas(64) Stage source{};
  alignas(64) Stage look_up{};
  alignas(64) std::int64_t taken = 0;
  std::uint64_t fold = 0;
};

using Answer = std::vector<Flow>;

// The three stages of one stream, but for their waits. They also tell the contestant's probe of the items that the
// sink takes, which are its tasks: from one stage to the next an item waits for nominally nothing. An object each, as
// each may be in a thread or process of its own.
class Part {
 public:
  Part(const Parameters& p, std::uint64_t nonce, std::size_t stream, Flow& flow)
      : p_(&p), nonce_(nonce), stream_(stream), flow_(&flow) {}

 protected:
  void note(std::size_t item, auto say) const {
    const auto items = static_cast<std::size_t>(p_->items);
    if (item < items) say(stream_ * items + item);
  }

  const Parameters* p_;
  std::uint64_t nonce_;
  std::size_t stream_;
  Flow* flow_;
};

class Source : public Part {
 public:
  explicit Source(const Part& part) : Part(part) {}

  // Returns when the next item will have been made.
  Clock::time_point begin(auto& probe) {
    const auto wait = p_->making(stream_, next_);
    note(next_, [&](std::size_t task) { probe.begin(task), probe.wait(task, wait); });
    return flow_->source.begin(wait);
  }
  Item end(auto& probe) {
    note(next_, [&](std::size_t task) { probe.wake(task), probe.wait(task, {}); });
    flow_->source.end(p_->making(stream_, next_));
    const Item item{next_, made(nonce_, stream_, next_)};
    ++next_;
    return item;
  }

 private:
  std::size_t next_ = 0;
};

class LookUp : public Part {
 public:
  explicit LookUp(const Part& part) : Part(part) {}

  // Returns when it will have been looked up.
  Clock::time_point begin(const Item& item, auto& probe) {
    const auto wait = p_->looking_up(stream_, item.number);
    note(item.number, [&](std::size_t task) { probe.wake(task), probe.wait(task, wait); });
    return flow_->look_up.begin(wait);
  }
  Item end(const Item& item, auto& probe) {
    note(item.number, [&](std::size_t task) { probe.wake(task), probe.wait(task, {}); });
    flow_->look_up.end(p_->looking_up(stream_, item.number));
    return {item.number, looked_up(item.value)};
  }
};

class Sink : public Part {
 public:
  explicit Sink(const Part& part) : Part(part) {}

  // Returns whether it wants another one.
  bool take(const Item& item, auto& probe) {
    note(item.number, [&](std::size_t task) { probe.wake(task), probe.end(task); });
    flow_->fold = folded(flow_->fold, item.value);
    return ++flow_->taken < p_->items;
  }
};

struct Workload {
  static constexpr std::string_view kind = "io", name = "stream";
  static constexpr std::string_view in_turn = "one stream after the other",
                                    waits = "items were made or looked up", works = "";
  using Parameters = stream::Parameters;
  using Answer = stream::Answer;

  static constexpr std::array fields{std::pair{"streams", &Parameters::streams},
                                     std::pair{"items", &Parameters::items}};
  static constexpr std::array recorded{std::pair{"ahead", &Parameters::room},
                                       std::pair{"shortest_us", &Parameters::shortest_us},
                                       std::pair{"longest_us", &Parameters::longest_us}};
  static constexpr bool pure_waits = true;

  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.streams * p.items); }
  static std::size_t tasks(const Parameters& p) { return p.count() * static_cast<std::size_t>(p.items); }
  static std::size_t notes_per_task(const Parameters&) { return 10; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& flows);

  // The slowest stream, were each stage to begin an item as soon as it has it and its hands are free.
  static simul::LowerBounds bounds(const Parameters& p, unsigned, double);

  // One stream after the other: only as many as take half a second, when all would take over 3 s.
  struct Prefix {
    Parameters parameters;
    double share;
  };
  static std::optional<Prefix> prefix(const Parameters& p);

  // Items made that no sink took: of all streams, and of the one with the most.
  static std::vector<std::pair<std::string, double>> counters(const Parameters& p, const Answer& flows);
};

}  // namespace stream
