// A coroutine per board on one loop. The loop's thread is the grandmaster: while it thinks at one board
// nothing else runs, and while it waits for a reply the others do. No lock: between two awaits nobody else
// can touch anything.
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/workload.hpp"
#include "runtimes/coro/loop.hpp"
#include "runtimes/coro/scope.hpp"

namespace exhibition {
namespace {

template <class Probe>
class Coro {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits&) { return only_one_grandmaster(p); }

  Coro(const Parameters& p, unsigned, Probe& probe) : p_(p), probe_(probe) {}

  Answer run(std::uint64_t nonce) {
    Answer games(static_cast<std::size_t>(p_.boards));
    loop_.run(exhibition(games, nonce));
    return games;
  }

 private:
  coro::Task<> exhibition(Answer& games, std::uint64_t nonce) {
    coro::Scope boards(loop_);
    for (std::size_t board = 0; board < games.size(); ++board) {
      games[board].open(nonce, board);
      boards.spawn(play(games[board], board));
    }
    co_await boards.join();
  }

  coro::Task<> play(Game& game, std::size_t board) {
    probe_.begin(board);
    while (game.moves < p_.moves) {
      game.think(p_);
      probe_.wait(board, p_.reply());
      co_await loop_.sleep_for(p_.reply());
      probe_.wake(board);
      game.reply();
    }
    probe_.end(board);
  }

  const Parameters& p_;
  Probe& probe_;
  coro::Loop loop_;
};

const simul::Enter<Workload, Coro> enter{"coro"};

}  // namespace
}  // namespace exhibition
