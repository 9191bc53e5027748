#include "benchmarks/sync/ring/workload.hpp"

#include <algorithm>

namespace ring {
namespace {

constexpr std::uint64_t least_hops_per_kernel = 1'000'000;  // about a millisecond

std::uint64_t repetitions(const Parameters& p) {
  return std::max<std::uint64_t>(1, least_hops_per_kernel / p.hops());
}

Token walk(const Parameters& p, std::uint64_t nonce) {
  Token token = start(nonce);
  for (std::int64_t lap = 0; lap < p.laps; ++lap)
    for (std::uint64_t node = 0; node < p.size(); ++node) token.visit(node);
  return token;
}

[[gnu::noinline]] void visit(Token& token, std::uint64_t node, std::uint64_t& visits) {
  token.visit(node);
  ++visits;
}

}  // namespace

std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{2, 20}, {10, 20}};
  if (profile == "quick") return {{100, 20}, {100, 4'000}};
  std::vector<Parameters> all{{2, 2'500}, {100, 50}};
  for (const std::int64_t nodes : {2, 10, 100, 1'000, 10'000}) {
    for (const std::int64_t hops : {100'000, 1'000'000, 10'000'000}) all.push_back({nodes, hops / nodes});
  }
  return all;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (answer.visits.size() != p.size()) return std::to_string(answer.visits.size()) + " nodes answered";
  if (answer.token.hops != p.hops())
    return "the token made " + std::to_string(answer.token.hops) + " hops, not " + std::to_string(p.hops());
  const auto laps = static_cast<std::uint64_t>(p.laps);
  for (std::size_t node = 0; node < answer.visits.size(); ++node) {
    if (answer.visits[node] != laps)
      return "node " + std::to_string(node) + " had the token " + std::to_string(answer.visits[node]) +
             " times, not " + std::to_string(laps);
  }
  if (answer.token.path != walk(p, nonce).path) return "the token's path is not round the ring in this run";
  return std::nullopt;
}

Answer call_all(const Parameters& p, std::uint64_t nonce) {
  Answer answer{start(nonce), std::vector<std::uint64_t>(p.size())};
  for (std::int64_t lap = 0; lap < p.laps; ++lap)
    for (std::uint64_t node = 0; node < p.size(); ++node) visit(answer.token, node, answer.visits[node]);
  return answer;
}

std::uint64_t Workload::kernel(const Parameters& p) {
  std::uint64_t path = 0;
  for (std::uint64_t i = 0; i < repetitions(p); ++i) path = walk(p, path).path;
  return path;
}

double Workload::kernel_calls(const Parameters& p) { return 1.0 / static_cast<double>(repetitions(p)); }

}  // namespace ring
