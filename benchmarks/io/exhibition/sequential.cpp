// One board after the other: play it to its end, waiting for every reply, then walk to the next.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace exhibition {
namespace {

template <class Probe>
class Sequential {
 public:
  static constexpr auto lanes = simul::Lanes::one;

  Sequential(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer games(static_cast<std::size_t>(p_.boards));
    for (std::size_t board = 0; board < games.size(); ++board) {
      probe_.begin(board);
      games[board].open(nonce, board);
      while (games[board].moves < p_.moves) play_pair(games[board], board);
      probe_.end(board);
    }
    return games;
  }

 private:
  void play_pair(Game& game, std::size_t board) {
    game.think(p_);
    probe_.wait(board, p_.reply());
    sequential::sleep_until(Clock::now() + p_.reply());
    probe_.wake(board);
    game.reply();
  }

  const Parameters& p_;
  Probe& probe_;
};

const simul::Enter<Workload, Sequential> enter{"sequential"};

}  // namespace
}  // namespace exhibition
