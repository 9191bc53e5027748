#include <algorithm>
#include <array>
#include <regex>
#include <stdexcept>
#include <tuple>

#include "benchmarks/harness/contestant.hpp"

namespace simul {
namespace {

// The order of the tables: the baseline and the floor first, then from one thread to many processes.
std::size_t order(const std::string& runtime) {
  static constexpr std::array<std::string_view, 7> known{"sequential", "floor", "coro", "uv",
                                                         "threads",    "tbb",   "fork"};
  return static_cast<std::size_t>(std::ranges::find(known, runtime) - known.begin());
}

auto key(const Contestant* c) {
  return std::tuple(c->kind, c->workload, order(c->runtime), c->runtime, c->name);
}

std::vector<std::unique_ptr<Contestant>>& owned() {
  static std::vector<std::unique_ptr<Contestant>> all;  // a function's static: ready before any Enter uses it
  return all;
}

std::vector<const Contestant*>& sorted() {
  static std::vector<const Contestant*> all;
  return all;
}

}  // namespace

void register_contestant(std::unique_ptr<Contestant> contestant) {
  static const std::regex word("[a-z][a-z0-9_]*");
  for (const auto& part : {contestant->kind, contestant->workload, contestant->name}) {
    if (!std::regex_match(part, word)) throw std::logic_error("'" + part + "' cannot stand in a cell's name");
  }
  const auto place = std::ranges::lower_bound(sorted(), key(contestant.get()), {}, key);
  if (place != sorted().end() && key(*place) == key(contestant.get()))
    throw std::logic_error(contestant->kind + '/' + contestant->workload + '/' + contestant->name +
                           " is entered twice");
  sorted().insert(place, contestant.get());
  owned().push_back(std::move(contestant));
}

const std::vector<const Contestant*>& contestants() { return sorted(); }

}  // namespace simul
