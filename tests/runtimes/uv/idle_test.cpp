#include "runtimes/uv/idle.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "runtimes/uv/timer.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

struct Pieces {
  void on_turn() {
    if (--left == 0) idle.stop();
  }
  uv::Idle idle;
  int left;
};

TEST(UvIdle, DoesOnePieceATurnUntilItIsStopped) {
  Pieces pieces{.idle = {}, .left = 100};
  uv::Loop loop;
  pieces.idle.open(loop);
  pieces.idle.start<&Pieces::on_turn>(pieces);
  loop.run();
  EXPECT_EQ(pieces.left, 0);
}

TEST(UvIdle, LetsTimersFireBetweenThePieces) {
  struct Spinner {
    void on_turn() { ++turns; }
    void on_due() {
      if (turns > 1) return idle.stop();
      wait();  // somebody else had the CPU meanwhile
    }
    void wait() { timer.start_at<&Spinner::on_due>(Clock::now() + 2ms, *this); }
    uv::Idle idle;
    uv::Timer timer;
    int turns = 0;
  } spinner;
  uv::Loop loop;
  spinner.idle.open(loop);
  spinner.timer.open(loop);
  spinner.idle.start<&Spinner::on_turn>(spinner);
  spinner.wait();
  loop.run();
  EXPECT_GT(spinner.turns, 1);
}

}  // namespace
