#include "benchmarks/cpu/fib/workload.hpp"

namespace fib {
namespace {

void add_pieces(const Parameters& p, std::int64_t n, std::vector<std::int64_t>& found) {
  if (p.cut(n)) return found.push_back(n);
  add_pieces(p, n - 1, found);
  add_pieces(p, n - 2, found);
}

Sum join(const Parameters& p, std::int64_t n, std::span<const Sum>::iterator& piece) {
  if (p.cut(n)) return *piece++;
  const Sum first = join(p, n - 1, piece);
  return joined(first, join(p, n - 2, piece));
}

}  // namespace

Sum call(std::int64_t n, std::uint64_t nonce) {
  if (n < 2) return leaf(n, nonce);
  return joined(call(n - 1, nonce), call(n - 2, nonce));
}

std::vector<std::int64_t> pieces(const Parameters& p) {
  std::vector<std::int64_t> found;
  add_pieces(p, p.n, found);
  return found;
}

Sum join(const Parameters& p, std::span<const Sum> pieces) {
  auto piece = pieces.begin();
  return join(p, p.n, piece);
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  const auto& [sum, made] = answer;
  if (sum.calls != p.calls())
    return std::to_string(sum.calls) + " calls were made, not " + std::to_string(p.calls());
  const std::uint64_t number = sum.number - nonce * static_cast<std::uint64_t>(fibonacci(p.n + 1));
  const auto right = static_cast<std::uint64_t>(fibonacci(p.n));
  if (number != right) return "the number is " + std::to_string(number) + ", not " + std::to_string(right);
  const std::array ways{p.calls(), 2 * p.pieces() - 1, p.pieces()};
  if (std::ranges::find(ways, made) == ways.end())
    return std::to_string(made) +
           " units were made, and not one per call, per call down to the cut-off or per piece";
  return std::nullopt;
}

}  // namespace fib
