#include "benchmarks/cpu/skynet/workload.hpp"

namespace skynet {

Sum total(const Parts& parts) {
  Sum sum{0, 1};
  for (const Sum& part : parts) sum += part;
  return sum;
}

Sum add_up(Node node) {
  if (node.is_leaf()) return leaf(node);
  Parts parts;
  for (unsigned i = 0; i < fan_out; ++i) parts[i] = add_up(node.child(i));
  return total(parts);
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& sum) {
  if (sum.nodes != p.nodes())
    return std::to_string(sum.nodes) + " nodes answered, not " + std::to_string(p.nodes());
  const auto leaves = static_cast<std::uint64_t>(p.leaves);
  const std::uint64_t numbers =
      sum.numbers - leaves * nonce;  // as if counted from 0: 499999500000 for a million
  const std::uint64_t right = leaves * (leaves - 1) / 2;
  if (numbers != right) return "the sum is " + std::to_string(numbers) + ", not " + std::to_string(right);
  return std::nullopt;
}

std::uint64_t Workload::kernel(const Parameters& p) { return add_up(root(p, 0)).numbers; }

}  // namespace skynet
