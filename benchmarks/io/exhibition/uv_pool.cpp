// The loop keeps the replies, libuv's pool does the thinking (uv_queue_work, as its documentation asks of CPU
// work). Boards queue on the loop for a free grandmaster: no lock, and no pool thread that only waits for
// one. https://docs.libuv.org/en/v1.x/threadpool.html
#include <queue>

#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/pool.hpp"
#include "runtimes/uv/timer.hpp"
#include "runtimes/uv/work.hpp"

namespace exhibition {
namespace {

template <class Probe>
class UvPool {
 public:
  static constexpr auto lanes = simul::Lanes::workers;

  UvPool(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p),
        probe_(probe),
        boards_(static_cast<std::size_t>(p.boards)),
        games_(boards_.size()),
        free_(p.grandmasters) {
    uv::size_pool(workers);
    for (std::size_t i = 0; i < boards_.size(); ++i) {
      boards_[i].exhibition = this;
      boards_[i].number = i;
      boards_[i].reply.open(loop_);
    }
  }

  Answer run(std::uint64_t nonce) {
    for (Board& board : boards_) {
      probe_.begin(board.number);
      games_[board.number].open(nonce, board.number);
      call_grandmaster(board);
    }
    loop_.run();
    return games_;
  }

 private:
  struct Board {
    UvPool* exhibition;
    std::size_t number;
    uv::Timer reply;
    uv::Work move;

    void on_pool() { exhibition->games_[number].think(exhibition->p_); }
    void on_moved() { exhibition->await_reply(*this); }
    void on_reply() { exhibition->take_reply(*this); }
  };

  void call_grandmaster(Board& board) {
    probe_.block(board.number);
    waiting_.push(&board);
    send_grandmasters();
  }

  void send_grandmasters() {
    for (; free_ > 0 && !waiting_.empty(); --free_, waiting_.pop()) {
      Board& board = *waiting_.front();
      probe_.acquire(board.number);
      board.move.template queue<&Board::on_pool, &Board::on_moved>(loop_, board);
    }
  }

  void await_reply(Board& board) {
    ++free_;
    probe_.wait(board.number, p_.reply());
    board.reply.template start_at<&Board::on_reply>(std::chrono::steady_clock::now() + p_.reply(), board);
    send_grandmasters();
  }

  void take_reply(Board& board) {
    probe_.wake(board.number);
    games_[board.number].reply();
    if (games_[board.number].moves < p_.moves) return call_grandmaster(board);
    probe_.end(board.number);
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Board> boards_;
  Answer games_;
  std::int64_t free_;           // grandmasters
  std::queue<Board*> waiting_;  // for one
  uv::Loop loop_;               // last: it closes the timers
};

const simul::Enter<Workload, UvPool> enter{"uv_pool"};

}  // namespace
}  // namespace exhibition
