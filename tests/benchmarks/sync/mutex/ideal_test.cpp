// The closed form against a lock that costs nothing and tasks that are never late.
#include <gtest/gtest.h>

#include <functional>
#include <queue>

#include "benchmarks/sync/mutex/workload.hpp"

namespace contention {
namespace {

Parameters of(std::int64_t tasks, std::int64_t turns, std::int64_t inside, std::int64_t outside) {
  return {.tasks = tasks, .turns = turns, .inside_steps = inside, .outside_steps = outside};
}

// A step takes a second, and every task has a CPU of its own; the lock goes to whoever has waited longest.
double simulated_s(const Parameters& p) {
  struct Ask {
    double at;
    std::int64_t turn;
    bool operator>(const Ask& other) const { return at > other.at; }
  };
  std::priority_queue<Ask, std::vector<Ask>, std::greater<>> asks;
  for (std::int64_t task = 0; task < p.tasks; ++task) asks.push({0, 0});
  double free = 0, end = 0;
  while (!asks.empty()) {
    const Ask ask = asks.top();
    asks.pop();
    free = std::max(free, ask.at) + static_cast<double>(p.inside_steps);
    const double rested = free + static_cast<double>(p.outside_steps);
    if (ask.turn + 1 < p.turns) asks.push({rested, ask.turn + 1});
    end = std::max(end, rested);
  }
  return end;
}

double useful_s(const Parameters& p) {
  return Workload::units(p) * static_cast<double>(p.inside_steps + p.outside_steps);
}

// Four tasks of five turns, 3 s inside and 1 s outside: 20 x 3 s under the lock, and the last one's second after it.
TEST(MutexIdeal, IsTheLockWhereMostIsInside) {
  const Parameters p = of(4, 5, 3, 1);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 80), 61);
  EXPECT_EQ(Workload::bounds(p, 64, 80)[0], (std::pair<std::string_view, double>("lock", 61)));
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 1, 80), 80);  // one CPU has all of it to do
}

// 1 s inside and 9 s outside: the lock would do with 29 s, but a task has 5 turns of 10 s, and on two CPUs it is
// 100 s.
TEST(MutexIdeal, IsATasksOwnTurnsOrAllWorkWhereLittleIs) {
  const Parameters p = of(4, 5, 1, 9);
  EXPECT_DOUBLE_EQ(Workload::bounds(p, 64, 200)[0].second, 29);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 64, 200), 50);
  EXPECT_EQ(Workload::bounds(p, 64, 200)[1].first, "task");
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 200), 100);
  EXPECT_EQ(Workload::bounds(p, 2, 200)[2].first, "work");
}

// One task alone: its turns, whatever the number of CPUs.
TEST(MutexIdeal, OfOneTaskIsAllItsTurns) {
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(of(1, 5, 1, 1), 64, 10), 10);
}

TEST(MutexIdeal, IsNeverAboveWhatALockNeeds) {
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    const auto some = [&](std::uint64_t salt, std::uint64_t most) {
      return 1 + static_cast<std::int64_t>(simul::mix(8 * i + salt) % most);
    };
    const Parameters p = of(some(0, 10), some(1, 20), some(2, 9), some(3, 9));
    const double took = simulated_s(p);
    ASSERT_LE(simul::ideal_s<Workload>(p, static_cast<unsigned>(p.tasks), useful_s(p)), took + 1e-9)
        << p.tasks << " tasks, " << p.turns << " turns, " << p.inside_steps << '+' << p.outside_steps;
    // With nothing but the lock in the way, it is exact for one task.
    if (p.tasks == 1) {
      ASSERT_NEAR(simul::ideal_s<Workload>(p, 1, useful_s(p)), took, 1e-9);
    }
  }
}

}  // namespace
}  // namespace contention
