#include "benchmarks/io/chain/workload.hpp"

namespace chain {
namespace {

double seconds(std::chrono::microseconds time) { return std::chrono::duration<double>(time).count(); }

// Why one chain did not go as it should have: its links from `first` on.
std::optional<std::string> wrong_with(const Parameters& p, std::uint64_t nonce, std::size_t chain,
                                      const Link* first) {
  std::string result = origin(nonce, chain);
  for (std::size_t step = 0; step < p.length(); ++step) {
    const Link& link = first[step];
    const std::string which = "step " + std::to_string(step);
    result = derive(step, result);
    if (link.result != hash(result)) return which + " has not the result of this run";
    const auto late = link.ended - link.began - p.delay(chain, step);
    if (late.count() < 0) return which + " ended " + std::to_string(-late.count()) + " ns early";
    if (step > 0 && link.began < first[step - 1].ended) return which + " did not wait for the one before it";
  }
  return std::nullopt;
}

}  // namespace

std::chrono::microseconds Parameters::delay_of_chain(std::size_t chain) const {
  std::chrono::microseconds sum{};
  for (std::size_t step = 0; step < length(); ++step) sum += delay(chain, step);
  return sum;
}

std::string origin(std::uint64_t nonce, std::size_t chain) {
  return "chain " + std::to_string(chain) + " of run " + std::to_string(nonce);
}

std::string derive(std::size_t step, const std::string& from) {
  return "result " + std::to_string(step) + " derived from " + from;
}

// FNV-1a, mixed at the end: every character counts, and where it stands (Fowler, Noll, Vo; RFC 9923).
std::uint64_t hash(const std::string& result) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : result) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return simul::mix(hash);
}

// Five steps: with whole milliseconds of a clock each loses half of one, which shows in the sum. Twenty: a result is a
// string of some 500 characters then.
std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{4, 2}, {10, 3}};
  if (profile == "quick") return {{50, 5}};
  return {{1, 5}, {50, 5}, {1'000, 5}, {10'000, 5}, {100'000, 5}, {1'000, 1}, {1'000, 20}};
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& links) {
  if (links.size() != p.count() * p.length()) return std::to_string(links.size()) + " steps answered";
  for (std::size_t chain = 0; chain < p.count(); ++chain) {
    if (const auto why = wrong_with(p, nonce, chain, links.data() + chain * p.length()))
      return "chain " + std::to_string(chain) + ": " + *why;
  }
  return std::nullopt;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned, double) {
  std::chrono::microseconds longest{};
  for (std::size_t chain = 0; chain < p.count(); ++chain)
    longest = std::max(longest, p.delay_of_chain(chain));
  return {{"longest_chain", seconds(longest)}};
}

std::optional<Workload::Prefix> Workload::prefix(const Parameters& p) {
  using namespace std::chrono_literals;
  std::chrono::microseconds all{}, part{};
  Parameters some = p;
  some.chains = 0;
  for (std::size_t chain = 0; chain < p.count(); ++chain) {
    if (part < 500ms) part += p.delay_of_chain(chain), ++some.chains;
    all += p.delay_of_chain(chain);
  }
  if (all <= 3s) return std::nullopt;
  return Prefix{some, seconds(part) / seconds(all)};
}

}  // namespace chain
