#include "benchmarks/harness/worker_counts.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>

namespace simul {

std::vector<unsigned> worker_counts(const std::string& list) {
  const auto invalid = [&](const std::string& why) {
    return std::invalid_argument("--workers " + list + ": " + why);
  };
  std::vector<unsigned> counts;
  std::istringstream parts(list + ',');  // every count is followed by a comma, the last one too
  for (std::string part; std::getline(parts, part, ',');) {
    unsigned count = 0;
    const auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), count);
    if (failed != std::errc{} || end != part.data() + part.size() || count < 1 || count > most_workers)
      throw invalid('\'' + part + "' is not a number from 1 to " + std::to_string(most_workers));
    counts.push_back(count);
  }
  std::ranges::sort(counts);
  if (const auto twice = std::ranges::adjacent_find(counts); twice != counts.end())
    throw invalid(std::to_string(*twice) + " stands there twice");
  return counts;
}

std::vector<unsigned> sweep_for(unsigned cpus) {
  std::vector<unsigned> counts;
  for (unsigned count = 1; count < cpus; count *= 2) counts.push_back(count);
  counts.push_back(cpus);
  counts.push_back(2 * cpus);
  return counts;
}

unsigned headline(std::span<const unsigned> counts, unsigned cpus) {
  if (counts.empty()) throw std::invalid_argument("headline: no count of workers");
  unsigned best = std::ranges::min(counts);
  for (const unsigned count : counts) {
    if (count <= cpus) best = std::max(best, count);
  }
  return best;
}

}  // namespace simul
