// A board as it is played by whoever has nothing else to do: with calls that block, and grandmasters in a
// semaphore that is held while one of them thinks. Threads and processes play alike; they differ in what a
// board costs, and in how they share the semaphore.
#pragma once

#include "benchmarks/io/exhibition/workload.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace exhibition {

void play(const Parameters& p, Game& game, std::size_t board, auto& grandmasters, auto& probe) {
  probe.begin(board);
  while (game.moves < p.moves) {
    probe.block(board);
    grandmasters.acquire();
    probe.acquire(board);
    game.think(p);
    grandmasters.release();
    probe.wait(board, p.reply());
    sequential::sleep_until(Clock::now() + p.reply());
    probe.wake(board);
    game.reply();
  }
  probe.end(board);
}

}  // namespace exhibition
