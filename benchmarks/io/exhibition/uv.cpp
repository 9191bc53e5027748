// A timer per board on libuv's loop: its callback takes the reply, thinks, and waits again. Callbacks run one
// at a time on the loop's thread, which is the grandmaster. libuv's timers count whole milliseconds; a reply
// is never early, and up to a millisecond late. https://docs.libuv.org/en/v1.x/timer.html
#include "benchmarks/harness/enter.hpp"
#include "benchmarks/io/exhibition/workload.hpp"
#include "runtimes/uv/loop.hpp"
#include "runtimes/uv/timer.hpp"

namespace exhibition {
namespace {

template <class Probe>
class Uv {
 public:
  static constexpr auto lanes = simul::Lanes::one;
  static auto unsupported(const Parameters& p, const simul::Limits&) { return only_one_grandmaster(p); }

  Uv(const Parameters& p, unsigned, Probe& probe)
      : p_(p), probe_(probe), boards_(static_cast<std::size_t>(p.boards)) {
    for (std::size_t i = 0; i < boards_.size(); ++i) {
      boards_[i].exhibition = this;
      boards_[i].number = i;
      boards_[i].reply.open(loop_);
    }
  }

  Answer run(std::uint64_t nonce) {
    games_.assign(boards_.size(), {});
    for (Board& board : boards_) {
      probe_.begin(board.number);
      games_[board.number].open(nonce, board.number);
      think(board);
    }
    loop_.run();
    return std::move(games_);
  }

 private:
  struct Board {
    Uv* exhibition;
    std::size_t number;
    uv::Timer reply;

    void on_reply() { exhibition->take_reply(*this); }
  };

  void think(Board& board) {
    games_[board.number].think(p_);
    probe_.wait(board.number, p_.reply());
    board.reply.template start_at<&Board::on_reply>(Clock::now() + p_.reply(), board);
  }

  void take_reply(Board& board) {
    probe_.wake(board.number);
    games_[board.number].reply();
    if (games_[board.number].moves < p_.moves) return think(board);
    probe_.end(board.number);
  }

  const Parameters& p_;
  Probe& probe_;
  std::vector<Board> boards_;
  Answer games_;
  uv::Loop loop_;  // last: it closes the timers
};

const simul::Enter<Workload, Uv> enter{"uv"};

}  // namespace
}  // namespace exhibition
