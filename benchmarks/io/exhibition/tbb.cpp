// A task per board in an arena. oneTBB schedules computation; to wait without holding a worker a task
// suspends itself and is resumed when its reply is due (resumable tasks). The grandmasters are behind a
// semaphore, as with threads. https://oneapi-spec.uxlfoundation.org (oneTBB, task scheduler, resumable tasks)
#include <oneapi/tbb/task_group.h>

#include <semaphore>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/workload.hpp"
#include "runtimes/tbb/alarm.hpp"
#include "runtimes/tbb/arena.hpp"

namespace exhibition {
namespace {

template <class Probe>
class Tbb {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  Tbb(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), arena_(workers), grandmasters_(p.grandmasters) {}

  Answer run(std::uint64_t nonce) {
    Answer games(static_cast<std::size_t>(p_.boards));
    arena_.execute([&] {
      tbb::task_group boards;
      for (std::size_t board = 0; board < games.size(); ++board) {
        games[board].open(nonce, board);
        boards.run([this, &game = games[board], board] { play(game, board); });
      }
      boards.wait();
    });
    return games;
  }

 private:
  void play(Game& game, std::size_t board) {
    probe_.begin(board);
    while (game.moves < p_.moves) {
      probe_.block(board);
      grandmasters_.acquire();
      probe_.acquire(board);
      game.think(p_);
      grandmasters_.release();
      probe_.wait(board, p_.reply());
      alarm_.sleep_until(std::chrono::steady_clock::now() + p_.reply());
      probe_.wake(board);
      game.reply();
    }
    probe_.end(board);
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Alarm alarm_;
  std::counting_semaphore<> grandmasters_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace exhibition
