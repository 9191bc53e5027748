// A process per board. The games lie in shared memory, and the grandmasters are a semaphore in it: what
// threads get by sharing everything has to be shared on purpose here.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/blocking.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"

namespace exhibition {
namespace {

template <class Probe>
class Fork {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Fork(const Parameters& p, unsigned, Probe& probe)
      : p_(p),
        probe_(probe),
        games_(static_cast<std::size_t>(p.boards)),
        grandmasters_(1, static_cast<unsigned>(p.grandmasters)) {}

  Answer run(std::uint64_t nonce) {
    std::vector<forked::Child> boards;
    boards.reserve(games_.size());
    for (std::size_t board = 0; board < games_.size(); ++board) {
      games_[board].open(nonce, board);
      boards.emplace_back([this, board] { play(p_, games_[board], board, grandmasters_[0], probe_); });
    }
    for (auto& board : boards) board.wait();
    return {games_.begin(), games_.end()};
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Game> games_;
  forked::Shared<forked::Semaphore> grandmasters_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace exhibition
