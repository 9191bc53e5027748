#include <algorithm>
#include <regex>
#include <stdexcept>
#include <tuple>

#include "benchmarks/harness/contestant.hpp"
#include "benchmarks/harness/role.hpp"

namespace simul {
namespace {

auto key(const Contestant* c) {
  return std::tuple(c->kind, c->workload, place_of(c->runtime), c->runtime, c->name);
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
