#include "benchmarks/cpu/nqueens/workload.hpp"

#include <bit>

namespace nqueens {
namespace {

std::uint32_t board(const Parameters& p) { return (1u << p.queens) - 1; }

std::uint32_t free_squares(const Placement& row, std::uint32_t board) {
  return board & ~(row.columns | row.left | row.right);
}

Placement below(const Placement& row, std::uint32_t square) {
  return {row.columns | square, (row.left | square) << 1, (row.right | square) >> 1};
}

std::int64_t solutions(const Placement& row, std::uint32_t board) {
  if (row.columns == board) return 1;
  std::int64_t count = 0;
  for (std::uint32_t free = free_squares(row, board); free; free &= free - 1)
    count += solutions(below(row, free & -free), board);
  return count;
}

// https://oeis.org/A000170
constexpr std::array<std::int64_t, 17> known{
    1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2'680, 14'200, 73'712, 365'596, 2'279'184, 14'772'512};

}  // namespace

std::vector<Placement> placements(const Parameters& p) {
  std::vector<Placement> rows{{}};
  for (std::int64_t row = 0; row < p.rows_placed; ++row) {
    std::vector<Placement> next;
    for (const Placement& placed : rows) {
      for (std::uint32_t free = free_squares(placed, board(p)); free; free &= free - 1)
        next.push_back(below(placed, free & -free));
    }
    rows = std::move(next);
  }
  return rows;
}

Tally total(std::span<const Tally> tallies) {
  Tally all;
  for (const Tally& tally : tallies) all += tally;
  return all;
}

Tally search(const Parameters& p, const Placement& placement, std::uint64_t nonce, std::size_t task) {
  return {solutions(placement, board(p)), simul::tally(nonce, task)};
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (auto why = simul::wrong(answer.done, nonce, tasks(p))) return why;
  const std::int64_t right = known.at(static_cast<std::size_t>(p.queens));
  if (answer.solutions == right) return std::nullopt;
  return std::to_string(answer.solutions) + " solutions were found, not " + std::to_string(right);
}

std::uint64_t Workload::kernel(const Parameters& p) {
  Tally all;
  const auto tasks = placements(p);
  for (std::size_t task = 0; task < tasks.size(); ++task) all += search(p, tasks[task], 0, task);
  return all.done.stamps + static_cast<std::uint64_t>(all.solutions);
}

}  // namespace nqueens
