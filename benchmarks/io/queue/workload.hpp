// Producers that know nothing of each other add items to one bounded queue at random times, and consumers that know
// nothing of them take whatever is there: the other pattern of every asyncio tutorial. When all items are done, the
// consumers, who would wait for ever, are told to leave. How long did each item lie in the queue?
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace queue {

using Clock = std::chrono::steady_clock;

inline constexpr std::size_t capacity = 16;  // items that lie in the queue, at most

struct Parameters {
  std::int64_t producers, consumers, items;  // items: of each producer
  std::int64_t shortest_gap_us = 200, longest_gap_us = 1'800;
  std::int64_t shortest_use_us = 500, longest_use_us = 1'500;
  std::int64_t room = capacity;

  std::size_t of_each() const { return static_cast<std::size_t>(items); }
  std::size_t count() const { return static_cast<std::size_t>(producers * items); }

  // From when a producer begins, or its item before was due, to when this one is; and how long it takes to use it.
  // Seeded by the item's number: the same for every contestant, and for a producer whatever their number.
  std::chrono::microseconds gap(std::size_t number) const {
    return std::chrono::microseconds(simul::seeded(2 * number, shortest_gap_us, longest_gap_us));
  }
  std::chrono::microseconds use(std::size_t number) const {
    return std::chrono::microseconds(simul::seeded(2 * number + 1, shortest_use_us, longest_use_us));
  }
};

// What goes through the queue: another value in every run. Items are numbered producer by producer.
struct Item {
  std::size_t number = 0;
  std::uint64_t value = 0;
};

constexpr std::uint64_t value_of(std::uint64_t nonce, std::size_t number) {
  return simul::mix(simul::mix(nonce) + number);
}

// What is known of one item in the end, by the spec's own readings of the clock. No pointers, so that processes can
// share it. It belongs to whoever has the item: its producer until it is pushed, its consumer from then on.
struct Receipt {
  Clock::time_point due{}, added{}, taken{}, done{};
  std::int64_t times_added = 0, times_taken = 0, times_done = 0;
  std::uint64_t value = 0;  // that its consumer got
};

using Answer = std::vector<Receipt>;  // by number

// The three parts below also tell the contestant's probe of the item, which is a task: it begins when it is made, waits
// in the queue for nominally nothing, and is used.

// The producer's part, but for its waits. Its schedule counts from its construction and is kept by the world, not by
// the runtime: an item that is late, because there was no room or no time, does not put off the next.
class Producer {
 public:
  Producer(const Parameters& p, std::uint64_t nonce, std::size_t producer, std::span<Receipt> receipts)
      : p_(p), nonce_(nonce), receipts_(receipts), next_(producer * p.of_each()), end_(next_ + p.of_each()) {}

  bool over() const { return next_ == end_; }
  Clock::time_point due() const { return before_ + p_.gap(next_); }  // of the next item
  Item make(auto& probe) {
    Receipt& receipt = receipts_[next_];
    receipt.due = before_ = due();
    receipt.added = Clock::now();
    ++receipt.times_added;
    const std::size_t number = next_++;
    probe.begin(number);
    probe.wait(number, {});
    return {number, value_of(nonce_, number)};
  }

 private:
  const Parameters& p_;
  std::uint64_t nonce_;
  std::span<Receipt> receipts_;
  std::size_t next_, end_;  // items
  Clock::time_point before_ = Clock::now();
};

// The consumer's part. Returns when the item will have been used.
Clock::time_point take(const Parameters& p, const Item& item, std::span<Receipt> receipts, auto& probe) {
  probe.wake(item.number);
  probe.wait(item.number, p.use(item.number));
  Receipt& receipt = receipts[item.number];
  receipt.value = item.value;
  ++receipt.times_taken;
  receipt.taken = Clock::now();
  return receipt.taken + p.use(item.number);
}

void finish(const Item& item, std::span<Receipt> receipts, auto& probe) {
  probe.wake(item.number);
  receipts[item.number].done = Clock::now();
  ++receipts[item.number].times_done;
  probe.end(item.number);
}

// The largest number of items between two of their moments at one instant.
std::int64_t most_at_once(const Answer& receipts, Clock::time_point Receipt::*from,
                          Clock::time_point Receipt::*until);

// How long one producer takes whose items are all used by one consumer, first come, first served.
std::chrono::microseconds alone(const Parameters& p, std::size_t producer);

struct Workload {
  static constexpr std::string_view kind = "io", name = "queue";
  static constexpr std::string_view in_turn =
                                        "one producer after the other, using each item where it was made",
                                    waits = "items were waited for or used", works = "";
  using Parameters = queue::Parameters;
  using Answer = queue::Answer;

  static constexpr std::array fields{std::pair{"producers", &Parameters::producers},
                                     std::pair{"consumers", &Parameters::consumers},
                                     std::pair{"items", &Parameters::items}};
  static constexpr std::array recorded{std::pair{"capacity", &Parameters::room},
                                       std::pair{"shortest_gap_us", &Parameters::shortest_gap_us},
                                       std::pair{"longest_gap_us", &Parameters::longest_gap_us},
                                       std::pair{"shortest_use_us", &Parameters::shortest_use_us},
                                       std::pair{"longest_use_us", &Parameters::longest_use_us}};
  static constexpr bool pure_waits = true;

  static std::vector<Parameters> points(std::string_view profile);

  static double units(const Parameters& p) { return static_cast<double>(p.count()); }
  static std::size_t tasks(const Parameters& p) { return p.count(); }
  static std::size_t notes_per_task(const Parameters&) { return 6; }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& receipts);

  // The last item that is done, had each been taken when it was due; and consumers who never rest from some
  // moment on, with all that comes from then on to be used.
  static simul::LowerBounds bounds(const Parameters& p, unsigned, double);

  // One producer after the other: only as many as take half a second, when all would take over 3 s.
  struct Prefix {
    Parameters parameters;
    double share;
  };
  static std::optional<Prefix> prefix(const Parameters& p);

  // From when an item should have been added: a producer that was held up delays what comes behind it.
  static constexpr std::string_view latency_of = "time in queue", load = "open";
  static void latencies(const Parameters&, const Answer& receipts, auto record) {
    for (const Receipt& receipt : receipts) record(receipt.taken - receipt.due);
  }

  static std::vector<std::pair<std::string, double>> counters(const Parameters&, const Answer& receipts) {
    return {{"most_waiting", static_cast<double>(most_at_once(receipts, &Receipt::added, &Receipt::taken))}};
  }
};

}  // namespace queue
