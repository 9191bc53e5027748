#include "benchmarks/sync/switch/workload.hpp"

#include <algorithm>

namespace switching {
namespace {

constexpr std::int64_t least_turns_per_kernel = 1'000'000;  // about a millisecond

std::int64_t repetitions(const Parameters& p) {
  return std::max<std::int64_t>(1, least_turns_per_kernel / p.switches);
}

[[gnu::noinline]] void take(Hand& hand, Baton& baton, std::uint64_t nonce, std::uint64_t turn) {
  hand.take(baton, nonce, turn);
}

}  // namespace

std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{2, 100}, {10, 100}};
  if (profile == "quick") return {{2, 2'500}, {2, 5'000'000}};
  std::vector<Parameters> all{{2, 5'000}, {100, 5'000}};
  for (const std::int64_t tasks : {2, 10, 100, 1'000, 10'000}) {
    all.push_back({tasks, 100'000});
    all.push_back({tasks, 10'000'000});
  }
  return all;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& ledger) {
  if (ledger.turns != p.turns())
    return std::to_string(ledger.turns) + " turns were taken, not " + std::to_string(p.turns());
  if (ledger.hands.astray != 0) return "a turn was taken when it was another task's";
  std::uint64_t stamp = 0;
  for (std::uint64_t turn = 0; turn < p.turns(); ++turn) stamp += nonce ^ turn;
  if (ledger.hands.stamp != stamp) return "the turns are not those of this run";
  return std::nullopt;
}

Ledger take_all(const Parameters& p, std::uint64_t nonce) {
  Baton baton;
  std::vector<Hand> hands(p.stride());
  for (std::uint64_t turn = 0; turn < p.turns();)
    for (Hand& hand : hands) take(hand, baton, nonce, turn++);
  Ledger ledger{baton.next};
  for (const Hand& hand : hands) ledger.add(hand);
  return ledger;
}

std::uint64_t Workload::kernel(const Parameters& p) {
  std::uint64_t stamp = 0;
  for (std::int64_t i = 0; i < repetitions(p); ++i) stamp += take_all(p, stamp).hands.stamp;
  return stamp;
}

double Workload::kernel_calls(const Parameters& p) { return 1.0 / static_cast<double>(repetitions(p)); }

}  // namespace switching
