// A thread per board, as blocking code is usually made concurrent. Many threads do not make many
// grandmasters: they share them through a semaphore, held while thinking.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/blocking.hpp"
#include "runtimes/threads/group.hpp"
#include "runtimes/threads/semaphore.hpp"

namespace exhibition {
namespace {

template <class Probe>
class Threads {
 public:
  static constexpr auto lanes = simul::Lanes::per_task;

  Threads(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), grandmasters_(static_cast<unsigned>(p.grandmasters)) {}

  Answer run(std::uint64_t nonce) {
    Answer games(static_cast<std::size_t>(p_.boards));
    threads::Group boards(games.size());
    for (std::size_t board = 0; board < games.size(); ++board) {
      games[board].open(nonce, board);
      boards.spawn([this, &game = games[board], board] { play(p_, game, board, grandmasters_, probe_); });
    }
    boards.join();
    return games;
  }

 private:
  const Parameters& p_;
  Probe& probe_;
  threads::Semaphore grandmasters_;
};

const simul::Enter<Workload, Threads> enter{"threads"};

}  // namespace
}  // namespace exhibition
