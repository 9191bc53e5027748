// A process per board. The games lie in shared memory, and the grandmasters are a semaphore in it: what
// threads get by sharing everything has to be shared on purpose here.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/workload.hpp"
#include "runtimes/fork/child.hpp"
#include "runtimes/fork/semaphore.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

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
      boards.emplace_back([this, board] { play(games_[board], board); });
    }
    for (auto& board : boards) board.wait();
    return {games_.begin(), games_.end()};
  }

 private:
  void play(Game& game, std::size_t board) {
    probe_.begin(board);
    while (game.moves < p_.moves) {
      probe_.block(board);
      grandmasters_->acquire();
      probe_.acquire(board);
      game.think(p_);
      grandmasters_->release();
      probe_.wait(board, p_.reply());
      sequential::sleep_until(Clock::now() + p_.reply());
      probe_.wake(board);
      game.reply();
    }
    probe_.end(board);
  }

  const Parameters& p_;
  Probe& probe_;
  forked::Shared<Game> games_;
  forked::Shared<forked::Semaphore> grandmasters_;
};

const simul::Enter<Workload, Fork> enter{"fork"};

}  // namespace
}  // namespace exhibition
