#include "benchmarks/cpu/sort/workload.hpp"

namespace sorting {
namespace {

// What a node's numbers are, within those of its level.
std::span<std::uint64_t> part_of(Node node, const Room& room) {
  const int depth = static_cast<int>(std::bit_width(node.number)) - 1;
  const std::span<std::uint64_t> level = depth % 2 == 0 ? room.even : room.odd;
  const std::size_t size = level.size() >> depth;
  return level.subspan((node.number - (std::size_t{1} << depth)) * size, size);
}

}  // namespace

Unsorted::Unsorted(const Parameters& p) : leaves_(static_cast<std::size_t>(p.leaves)), numbers_(p.count()) {
  for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i] = simul::mix(simul::seed + i);
}

simul::Tally Unsorted::put_in_order(Node node, std::uint64_t nonce, const Room& room) const {
  const std::span<std::uint64_t> part = part_of(node, room);
  if (is_leaf(node)) {
    const std::size_t first = (node.number - leaves_) * part.size();
    for (std::size_t i = 0; i < part.size(); ++i) part[i] = number(first + i, nonce);
    std::ranges::sort(part);
  } else {
    std::ranges::merge(part_of(node.left(), room), part_of(node.right(), room), part.begin());
  }
  return simul::tally(nonce, node.task());
}

void Unsorted::sort(std::uint64_t nonce, std::span<std::uint64_t> numbers) const {
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = number(i, nonce);
  std::ranges::sort(numbers);
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (answer.nodes) {
    if (auto why = simul::wrong(*answer.nodes, nonce, p.nodes())) return why;
  }
  const auto& sorted = answer.sorted;
  if (sorted.size() != p.count()) return "there are " + std::to_string(sorted.size()) + " numbers";
  if (const auto at = std::ranges::is_sorted_until(sorted); at != sorted.end())
    return "number " + std::to_string(at - sorted.begin()) + " is less than the one before it";
  // Two collections with the same sum of hashes are the same numbers, in whatever order.
  const auto& unsorted = simul::made_once<Unsorted>(p);
  std::uint64_t difference = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    difference += simul::mix(sorted[i]) - simul::mix(unsorted.number(i, nonce));
  if (difference != 0) return "these are not the numbers of this run";
  return std::nullopt;
}

std::uint64_t Workload::kernel(const Parameters& p) {
  static std::vector<std::uint64_t> numbers;
  numbers.resize(p.count());
  simul::made_once<Unsorted>(p).sort(0, numbers);
  return numbers.front();
}

}  // namespace sorting
