#include "benchmarks/io/queue/workload.hpp"

#include <algorithm>
#include <functional>

namespace queue {
namespace {

using std::chrono::microseconds;

double seconds(microseconds time) { return std::chrono::duration<double>(time).count(); }

// When each item is due, and how long it takes to use it.
std::vector<std::pair<microseconds, microseconds>> schedule(const Parameters& p) {
  std::vector<std::pair<microseconds, microseconds>> items;
  for (std::size_t number = 0; number < p.count(); ++number) {
    const bool first = number % p.of_each() == 0;
    items.emplace_back((first ? microseconds() : items.back().first) + p.gap(number), p.use(number));
  }
  return items;
}

std::string times(std::int64_t count, const char* what) {
  return "was " + std::string(what) + " " + std::to_string(count) + " times";
}

// Why one item did not go the way it should have gone.
std::optional<std::string> wrong_with(const Parameters& p, std::uint64_t nonce, std::size_t number,
                                      const Receipt& receipt) {
  if (receipt.times_added != 1) return times(receipt.times_added, "added");
  if (receipt.times_taken != 1) return times(receipt.times_taken, "taken");
  if (receipt.times_done != 1) return times(receipt.times_done, "done");
  if (receipt.value != value_of(nonce, number)) return "is not that of this run";
  if (receipt.added < receipt.due) return "was added before it was due";
  if (receipt.taken < receipt.added) return "was taken before it was added";
  if (receipt.done - receipt.taken < p.use(number)) return "was not used for as long as it takes";
  return std::nullopt;
}

}  // namespace

std::int64_t most_at_once(const Answer& receipts, Clock::time_point Receipt::*from,
                          Clock::time_point Receipt::*until) {
  std::vector<std::pair<Clock::time_point, int>> steps;
  for (const Receipt& receipt : receipts) {
    steps.emplace_back(receipt.*from, +1);
    steps.emplace_back(receipt.*until, -1);
  }
  std::ranges::sort(steps);  // at one instant the one that ends goes first: touching is not overlapping
  std::int64_t now = 0, most = 0;
  for (const auto& [at, change] : steps) most = std::max(most, now += change);
  return most;
}

microseconds alone(const Parameters& p, std::size_t producer) {
  microseconds due{}, done{};
  for (std::size_t number = producer * p.of_each(); number < (producer + 1) * p.of_each(); ++number) {
    due += p.gap(number);
    done = std::max(done, due) + p.use(number);
  }
  return done;
}

// Consumers are busy half of the time, so that an item's time in the queue is first of all the runtime's; and twice
// as many items as they can use, so that the queue is full and producers have to wait.
std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{2, 3, 10}, {3, 1, 12}};
  if (profile == "quick") return {{5, 10, 20}};
  return {{1, 1, 100}, {5, 10, 20}, {5, 10, 200}, {5, 3, 100}, {50, 100, 20}, {500, 1'000, 20}};
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce,
                                            const Answer& receipts) {
  if (receipts.size() != p.count()) return std::to_string(receipts.size()) + " items were accounted for";
  for (std::size_t number = 0; number < receipts.size(); ++number) {
    if (const auto why = wrong_with(p, nonce, number, receipts[number]))
      return "item " + std::to_string(number % p.of_each()) + " of producer " +
             std::to_string(number / p.of_each()) + " " + *why;
  }
  const auto used = most_at_once(receipts, &Receipt::taken, &Receipt::done);
  if (used > p.consumers) return std::to_string(used) + " consumers were at work";
  // In the queue, in the hands of producers who wait for room, and of consumers who have just got them.
  const auto waiting = most_at_once(receipts, &Receipt::added, &Receipt::taken);
  if (waiting > p.room + p.producers + p.consumers)
    return std::to_string(waiting) + " items waited at once: the queue is not bounded";
  return std::nullopt;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned, double) {
  auto items = schedule(p);
  std::ranges::sort(items, std::greater<>());
  microseconds last{}, to_use{};
  double busy = 0;
  for (const auto& [due, use] : items) {  // from the latest on
    last = std::max(last, due + use);
    to_use += use;
    busy = std::max(busy, seconds(due) + seconds(to_use) / static_cast<double>(p.consumers));
  }
  return {{"last_item", seconds(last)}, {"consumers", busy}};
}

std::optional<Workload::Prefix> Workload::prefix(const Parameters& p) {
  using namespace std::chrono_literals;
  microseconds all{}, part{};
  Parameters some = p;
  some.producers = 0;
  for (std::size_t producer = 0; producer < static_cast<std::size_t>(p.producers); ++producer) {
    if (part < 500ms) part += alone(p, producer), ++some.producers;
    all += alone(p, producer);
  }
  if (all <= 3s) return std::nullopt;
  return Prefix{some, seconds(part) / seconds(all)};
}

}  // namespace queue
