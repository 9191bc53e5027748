#include "benchmarks/harness/spells.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <tuple>

namespace simul {
namespace {

bool starts_burst(Moment m) { return m == Moment::begin || m == Moment::wake || m == Moment::acquire; }
bool ends_burst(Moment m) { return m == Moment::wait || m == Moment::block || m == Moment::end; }

bool follow(Moment a, Moment b) {
  if (a == Moment::wait) return b == Moment::wake;
  if (a == Moment::block) return b == Moment::acquire;
  return starts_burst(a) && ends_burst(b);
}

Spell::Kind kind_after(Moment m) {
  if (m == Moment::wait) return Spell::Kind::wait;
  return m == Moment::block ? Spell::Kind::block : Spell::Kind::burst;
}

}  // namespace

std::vector<Spell> spells_of(std::size_t task, std::span<const Note> notes) {
  if (notes.empty() || notes.front().moment != Moment::begin || notes.back().moment != Moment::end ||
      std::ranges::count(notes, Moment::begin, &Note::moment) != 1 ||
      std::ranges::count(notes, Moment::end, &Note::moment) != 1)
    throw std::runtime_error("task " + std::to_string(task) + " did not begin and end exactly once");
  std::vector<Spell> spells;
  spells.reserve(notes.size() - 1);
  for (std::size_t i = 0; i + 1 < notes.size(); ++i) {
    const Note &a = notes[i], &b = notes[i + 1];
    if (!follow(a.moment, b.moment) || b.at_ns < a.at_ns)
      throw std::runtime_error("note " + std::to_string(i + 1) + " of task " + std::to_string(task) +
                               " does not follow from the one before it");
    const bool waits = a.moment == Moment::wait;
    spells.push_back({kind_after(a.moment), task, i, a.at_ns, b.at_ns,
                      waits ? std::min(a.at_ns + a.nominal_ns, b.at_ns) : b.at_ns, a.lane, b.lane});
  }
  return spells;
}

std::vector<std::pair<std::int64_t, std::int64_t>> levels(Changes changes) {
  std::ranges::sort(changes);
  std::vector<std::pair<std::int64_t, std::int64_t>> found;
  std::int64_t level = 0;
  for (const auto& [at, change] : changes) {
    level += change;
    if (found.empty() || found.back().first != at) found.emplace_back(at, level);
    found.back().second = level;
  }
  return found;
}

std::vector<std::uint32_t> crowded_lanes(std::span<const Spell> spells) {
  std::vector<const Spell*> bursts;
  for (const Spell& spell : spells) {
    if (spell.kind == Spell::Kind::burst) bursts.push_back(&spell);
  }
  std::ranges::sort(bursts, {},
                    [](const Spell* s) { return std::tuple(s->from_lane, s->from_ns, s->to_ns); });
  std::vector<std::uint32_t> crowded;
  std::int64_t busy_until = 0;
  for (std::size_t i = 0; i < bursts.size(); ++i) {
    const bool same_lane = i > 0 && bursts[i - 1]->from_lane == bursts[i]->from_lane;
    if (same_lane && bursts[i]->from_ns < busy_until &&
        (crowded.empty() || crowded.back() != bursts[i]->from_lane))
      crowded.push_back(bursts[i]->from_lane);
    busy_until = same_lane ? std::max(busy_until, bursts[i]->to_ns) : bursts[i]->to_ns;
  }
  return crowded;
}

}  // namespace simul
