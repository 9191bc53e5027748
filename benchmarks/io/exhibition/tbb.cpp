// A flow graph that the boards travel round: one node thinks at as many boards at once as there are
// grandmasters and queues the others, one awaits all replies. oneTBB has no timers: a task that awaits
// a reply suspends itself, and so holds no worker. https://oneapi-spec.uxlfoundation.org (oneTBB, flow
// graph, function_node; resumable tasks)
#include <oneapi/tbb/flow_graph.h>

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

  Tbb(const Parameters& p, unsigned workers, Probe& probe) : p_(p), probe_(probe), arena_(workers) {}

  Answer run(std::uint64_t nonce) {
    Answer games(static_cast<std::size_t>(p_.boards));
    arena_.execute([&] { play(games, nonce); });
    return games;
  }

 private:
  using Board = std::size_t;
  using Thinking = tbb::flow::function_node<Board, Board>;

  void play(Answer& games, std::uint64_t nonce) {
    tbb::flow::graph graph;
    Thinking thinking(graph, static_cast<std::size_t>(p_.grandmasters), [&](Board board) {
      probe_.acquire(board);
      games[board].think(p_);
      probe_.wait(board, {});  // for a thread that takes the board up: nominally nothing
      return board;
    });
    tbb::flow::function_node<Board> replying(graph, tbb::flow::unlimited, [&](Board board) {
      probe_.wake(board);
      await_reply(games[board], board);
      if (games[board].moves < p_.moves) return call_grandmaster(thinking, board);
      probe_.end(board);
    });
    tbb::flow::make_edge(thinking, replying);
    for (Board board = 0; board < games.size(); ++board) {
      probe_.begin(board);
      games[board].open(nonce, board);
      call_grandmaster(thinking, board);
    }
    graph.wait_for_all();
  }

  void call_grandmaster(Thinking& thinking, Board board) {
    probe_.block(board);
    thinking.try_put(board);
  }

  void await_reply(Game& game, Board board) {
    probe_.wait(board, p_.reply());
    alarm_.sleep_until(Clock::now() + p_.reply());
    probe_.wake(board);
    game.reply();
  }

  const Parameters& p_;
  Probe& probe_;
  onetbb::Arena arena_;
  onetbb::Alarm alarm_;
};

const simul::Enter<Workload, Tbb> enter{"tbb"};

}  // namespace
}  // namespace exhibition
