// The simultaneous exhibition: a grandmaster walks from board to board, thinking at each, while the opponents
// at the others ponder their replies. Concurrency without parallelism, in one picture.
//
// Judit Polgar's numbers as Python's asyncio tutorials tell them: 24 boards, 30 pairs of moves, 5 s for her
// move, 55 s for the reply. One board at a time that takes 12 hours; walking from table to table, an hour.
// Scaled 1:20,000 here.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "benchmarks/harness/work.hpp"

namespace exhibition {

struct Parameters {
  std::int64_t boards, moves, grandmasters;  // moves: pairs of a move and its reply
  std::int64_t think_us = 250, reply_us = 2750;
  std::int64_t think_steps = 0;  // thinking is work, not a duration: being descheduled cannot shorten it

  void calibrate(std::int64_t steps_per_us) { think_steps = think_us * steps_per_us; }
  std::chrono::microseconds reply() const { return std::chrono::microseconds(reply_us); }
};

using Clock = std::chrono::steady_clock;

// One pair of moves: the grandmaster came to the board, made a move, and the opponent replied.
struct Pair {
  Clock::time_point came, moved, replied;
};

// The position on one board, which depends on every move before it, and the log of when each was made: by the
// spec's own readings of the clock, three for a pair of moves. No pointers, so that processes can share it.
struct Game {
  static constexpr std::size_t most_moves = 32;

  std::uint64_t position = 0;
  std::int64_t moves = 0;
  std::array<Pair, most_moves> log{};

  void open(std::uint64_t nonce, std::size_t board) {
    position = simul::mix(simul::mix(nonce) + board);
    moves = 0;
  }
  void think(const Parameters& p) {  // the grandmaster's move
    Pair& now = pair();
    now.came = Clock::now();
    position = simul::work(position, p.think_steps);
    now.moved = Clock::now();
  }
  void reply() {  // the opponent's
    pair().replied = Clock::now();
    position = simul::mix(position);
    ++moves;
  }
  Pair& pair() { return log.at(static_cast<std::size_t>(moves)); }  // of this move
  std::span<const Pair> pairs() const { return std::span(log).first(static_cast<std::size_t>(moves)); }
};

using Answer = std::vector<Game>;  // how each board stands at the end

// Why one board was not played as it should have been.
inline std::optional<std::string> wrong_with(const Parameters& p, std::uint64_t nonce, const Game& game,
                                             std::size_t board) {
  if (game.moves != p.moves) return "ended after " + std::to_string(game.moves) + " moves";
  Game right;
  for (right.open(nonce, board); right.moves < p.moves; right.reply())
    right.position = simul::work_answer(right.position, p.think_steps);
  if (game.position != right.position) return "stands wrong";
  for (const Pair& pair : game.pairs())
    if (pair.replied - pair.moved < p.reply()) return "did not wait for a reply";
  return std::nullopt;
}

// How many grandmasters there were: the largest number of boards at which somebody thought at one instant.
inline std::int64_t most_thinking(const Answer& games) {
  std::vector<std::pair<Clock::time_point, int>> steps;  // +1 comes, -1 has moved
  for (const Game& game : games) {
    for (const Pair& pair : game.pairs()) {
      steps.emplace_back(pair.came, +1);
      steps.emplace_back(pair.moved, -1);
    }
  }
  std::ranges::sort(steps);  // at one instant the one who has moved goes first: touching is not overlapping
  std::int64_t now = 0, most = 0;
  for (const auto& [at, change] : steps) most = std::max(most, now += change);
  return most;
}

struct Workload {
  static constexpr std::string_view kind = "io", name = "exhibition";
  static constexpr std::string_view in_turn = "one board at a time", waits = "replies were awaited",
                                    works = "a core played";
  using Parameters = exhibition::Parameters;
  using Answer = exhibition::Answer;

  static constexpr std::array fields{std::pair{"boards", &Parameters::boards},
                                     std::pair{"moves", &Parameters::moves},
                                     std::pair{"grandmasters", &Parameters::grandmasters}};
  static constexpr std::array recorded{std::pair{"think_us", &Parameters::think_us},
                                       std::pair{"think_steps", &Parameters::think_steps},
                                       std::pair{"reply_us", &Parameters::reply_us}};

  static std::vector<Parameters> points(std::string_view profile) {
    if (profile == "smoke") return {{6, 5, 1}, {6, 5, 2}};
    if (profile == "quick") return {{24, 30, 1}, {24, 30, 2}};
    return {{24, 30, 1}, {24, 30, 2}, {12, 30, 1}, {48, 30, 1}, {48, 30, 2}};
  }

  static double units(const Parameters& p) { return static_cast<double>(p.boards * p.moves); }
  static std::size_t tasks(const Parameters& p) { return static_cast<std::size_t>(p.boards); }
  // For a move at most: the grandmaster asked for and got, two changes of thread, and the reply.
  static std::size_t notes_per_task(const Parameters& p) { return static_cast<std::size_t>(2 + 8 * p.moves); }

  static std::optional<std::string> verify(const Parameters& p, std::uint64_t nonce, const Answer& games) {
    if (games.size() != tasks(p)) return std::to_string(games.size()) + " boards were played";
    for (std::size_t board = 0; board < games.size(); ++board) {
      if (const auto why = wrong_with(p, nonce, games[board], board))
        return "board " + std::to_string(board) + " " + *why;
    }
    const auto most = most_thinking(games);
    if (most > p.grandmasters) return std::to_string(most) + " grandmasters thought at once";
    return std::nullopt;
  }

  // A reply is late when the runtime, or the grandmaster at another board, has no time for it when it is there.
  static constexpr std::string_view latency_of = "lateness of replies", load = "closed";
  static void latencies(const Parameters& p, const Answer& games, auto record) {
    for (const Game& game : games) {
      for (const Pair& pair : game.pairs()) record(pair.replied - pair.moved - p.reply());
    }
  }

  // Thinking and replies take as long in the first run of a process as in any other.
  static constexpr bool warms_up = false;

  static std::uint64_t kernel(const Parameters& p) { return simul::work(simul::seed, p.think_steps); }
  static double kernel_calls(const Parameters& p) { return units(p); }

  // With g grandmasters either they never rest, until the last reply comes; or every board waits its full
  // time for the replies, the last one after its turn in the first walk. Exact for one grandmaster who goes
  // in order.
  static simul::LowerBounds bounds(const Parameters& p, unsigned cpus, double kernel_s) {
    const double n = static_cast<double>(p.boards), m = static_cast<double>(p.moves);
    const double host = kernel_s / units(p), opponent = 1e-6 * static_cast<double>(p.reply_us);
    const std::int64_t g = std::min<std::int64_t>(p.grandmasters, cpus);
    const double before_last = static_cast<double>((p.boards + g - 1) / g - 1);
    return {{"grandmasters", n * m * host / static_cast<double>(g) + opponent},
            {"last_board", m * (host + opponent) + before_last * host}};
  }
};

// Why a contestant with one thread sits out the two-grandmaster exhibition.
inline std::optional<std::string> only_one_grandmaster(const Parameters& p) {
  if (p.grandmasters == 1) return std::nullopt;
  return "one thread makes one grandmaster; " + std::to_string(p.grandmasters) + " need as many";
}

}  // namespace exhibition
