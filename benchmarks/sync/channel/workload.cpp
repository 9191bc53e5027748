#include "benchmarks/sync/channel/workload.hpp"

namespace channel {

std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{1, 1, 5'000}, {4, 4, 5'000}};
  std::vector<Parameters> all{{1, 1, 200'000}, {4, 4, 200'000}, {1, 1, 10'000'000}, {4, 4, 10'000'000}};
  if (profile == "quick") return {{4, 4, 100'000}, {1, 1, 3'000'000}, {4, 4, 3'000'000}};
  for (const std::int64_t ends : {2, 8, 16, 100}) all.push_back({ends, ends, 200'000});
  all.push_back({1, 8, 200'000});
  all.push_back({8, 1, 200'000});
  return all;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& tally) {
  if (tally.produced != p.items)
    return std::to_string(tally.produced) + " items were produced, not " + std::to_string(p.items);
  if (tally.consumed != p.items)
    return std::to_string(tally.consumed) + " items were consumed, not " + std::to_string(p.items);
  std::uint64_t right = 0;
  for (std::uint64_t number = 0; number < p.count(); ++number) right += item(nonce, number);
  if (tally.sum != right) return "the items' sum is not that of this run";
  return std::nullopt;
}

Tally hand_over_all(const Parameters& p, std::uint64_t nonce) {
  Tally producer, consumer;
  for (std::uint64_t number = 0; number < p.count(); ++number) {
    ++producer.produced;
    consumer.consume(item(nonce, number));
  }
  return producer += consumer;
}

std::uint64_t Workload::kernel(const Parameters& p) { return hand_over_all(p, 0).sum; }

}  // namespace channel
