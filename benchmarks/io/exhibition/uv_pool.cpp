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
  static auto unsupported(const Parameters&, const simul::Limits& limits) {
    return uv::too_large(limits.workers);
  }

  UvPool(const Parameters& p, unsigned workers, Probe& probe)
      : p_(p), probe_(probe), boards_(static_cast<std::size_t>(p.boards)), free_(p.grandmasters) {
    uv::size_pool(workers);
    for (Board& board : boards_) board.reply.open(loop_);
  }

  Answer run(std::uint64_t nonce) {
    games_.assign(boards_.size(), {});
    for (std::size_t i = 0; i < boards_.size(); ++i) {
      probe_.begin(i);
      games_[i].open(nonce, i);
      boards_[i].exhibition = this;
      boards_[i].number = i;
      boards_[i].call_grandmaster();
    }
    loop_.run();
    return std::move(games_);
  }

 private:
  struct Board {
    UvPool* exhibition;
    std::size_t number;
    uv::Timer reply;
    uv::Work move;

    void call_grandmaster() {
      exhibition->probe_.block(number);
      exhibition->waiting_.push(this);
      exhibition->send_grandmasters();
    }
    void on_pool() {
      exhibition->probe_.wake(number);
      exhibition->games_[number].think(exhibition->p_);
      exhibition->probe_.wait(number, {});  // for the loop
    }
    void on_moved() {
      exhibition->probe_.wake(number);
      exhibition->probe_.wait(number, exhibition->p_.reply());
      reply.template start_at<&Board::on_reply>(Clock::now() + exhibition->p_.reply(), *this);
      ++exhibition->free_;
      exhibition->send_grandmasters();
    }
    void on_reply() {
      exhibition->probe_.wake(number);
      exhibition->games_[number].reply();
      if (exhibition->games_[number].moves < exhibition->p_.moves) return call_grandmaster();
      exhibition->probe_.end(number);
    }
  };

  void send_grandmasters() {
    for (; free_ > 0 && !waiting_.empty(); --free_, waiting_.pop()) {
      Board& board = *waiting_.front();
      probe_.acquire(board.number);
      probe_.wait(board.number, {});  // for a thread of the pool: nominally nothing
      board.move.template queue<&Board::on_pool, &Board::on_moved>(loop_, board);
    }
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
