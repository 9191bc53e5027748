#include "benchmarks/sync/spawn/workload.hpp"

#include <algorithm>

namespace spawn {
namespace {

constexpr std::int64_t least_units_per_kernel = 1'000'000;  // about a millisecond

std::int64_t repetitions(const Parameters& p) {
  return std::max<std::int64_t>(1, least_units_per_kernel / p.units);
}

[[gnu::noinline]] std::uint64_t call(Tally& tally, std::uint64_t nonce, std::uint64_t unit) {
  ++tally.started;
  return value(nonce, unit);
}

std::optional<std::string> miscounted(const Parameters& p, std::int64_t units, const char* what) {
  if (units == p.units) return std::nullopt;
  return std::to_string(units) + " units " + what + ", not " + std::to_string(p.units);
}

}  // namespace

std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{100, 1}, {100, 50}};
  if (profile == "quick") return {{200, 200}, {3'000'000, 1}, {3'000'000, 1'000}};
  std::vector<Parameters> all{{200, 1}, {200, 200}};
  for (std::int64_t units = 1'000; units <= 10'000'000; units *= 10)
    for (const std::int64_t at_once : {1, 1'000}) all.push_back({units, at_once});
  return all;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& tally) {
  if (auto wrong = miscounted(p, tally.created, "were created")) return wrong;
  if (auto wrong = miscounted(p, tally.started, "were started")) return wrong;
  if (auto wrong = miscounted(p, tally.completed, "were completed")) return wrong;
  std::uint64_t right = 0;
  for (std::uint64_t unit = 0; unit < static_cast<std::uint64_t>(p.units); ++unit)
    right += value(nonce, unit);
  if (tally.sum != right) return "the units' sum is not that of this run";
  return std::nullopt;
}

Tally call_all(const Parameters& p, std::uint64_t nonce) {
  Tally tally;
  for (std::uint64_t unit = 0; unit < static_cast<std::uint64_t>(p.units); ++unit) {
    ++tally.created;
    tally.complete(call(tally, nonce, unit));
  }
  return tally;
}

std::uint64_t Workload::kernel(const Parameters& p) {
  std::uint64_t sum = 0;
  for (std::int64_t i = 0; i < repetitions(p); ++i) sum += call_all(p, sum).sum;
  return sum;
}

double Workload::kernel_calls(const Parameters& p) { return 1.0 / static_cast<double>(repetitions(p)); }

}  // namespace spawn
