#include "benchmarks/sync/mutex/workload.hpp"

#include <gmock/gmock.h>

#include <mutex>
#include <thread>

namespace contention {
namespace {

using namespace std::chrono_literals;

Parameters some(std::int64_t tasks, std::int64_t turns) {
  Parameters p{tasks, turns};
  p.calibrate(20);
  return p;
}

// Two tasks whose turns are made one after the other, except that in the last one both are inside at once.
Answer with_both_inside(const Parameters& p, std::uint64_t nonce) {
  Answer answer{contention::start(nonce), {}};
  std::vector<Visitor> visitors;
  for (std::size_t task = 0; task < p.count(); ++task) visitors.emplace_back(p, nonce, task);
  for (std::int64_t turn = 0; turn < p.turns; ++turn) {
    for (Visitor& visitor : visitors) {
      visitor.come_in(answer.guarded);
      if (turn + 1 < p.turns) visitor.leave(answer.guarded);
    }
    for (Visitor& visitor : visitors) {
      if (turn + 1 == p.turns) visitor.leave(answer.guarded);
      visitor.rest();
    }
  }
  for (const Visitor& visitor : visitors) answer.visits.push_back(visitor.visits());
  return answer;
}

TEST(Mutex, AcceptsTurnsThatWereTakenOneAfterTheOther) {
  const Parameters p = some(3, 4);
  EXPECT_EQ(Workload::verify(p, 7, do_all(p, 7)), std::nullopt);
}

TEST(Mutex, AcceptsAnyOrderOfTheTurns) {
  const Parameters p = some(4, 50);
  Answer answer{contention::start(7), std::vector<Visits>(p.count())};
  std::mutex mutex;
  {
    std::vector<std::jthread> tasks;
    for (std::size_t task = 0; task < p.count(); ++task)
      tasks.emplace_back([&, task] {
        Visitor visitor(p, 7, task);
        for (; !visitor.over(); visitor.rest()) {
          visitor.ask();
          const std::scoped_lock lock(mutex);
          visitor.come_in(answer.guarded);
          visitor.leave(answer.guarded);
        }
        answer.visits[task] = visitor.visits();
      });
  }
  EXPECT_EQ(Workload::verify(p, 7, answer), std::nullopt);
}

TEST(Mutex, RejectsTheTurnsOfAnotherRun) {
  const Parameters p = some(3, 4);
  EXPECT_EQ(Workload::verify(p, 8, do_all(p, 7)), "task 0 did not do its work outside in this run");
  Answer answer = do_all(p, 8);
  answer.guarded.state = do_all(p, 7).guarded.state;
  EXPECT_EQ(Workload::verify(p, 8, answer),
            "what the lock guards is not what the turns of this run make of it");
}

TEST(Mutex, RejectsALockThatLetsTwoIn) {
  const Parameters p = some(2, 3);
  EXPECT_EQ(Workload::verify(p, 7, with_both_inside(p, 7)),
            "of 6 turns 5 were counted under the lock: two tasks were inside at once");
}

// Even if the turns come out right by luck.
TEST(Mutex, RejectsAnUpdateThatWasLost) {
  const Parameters p = some(2, 3);
  Answer answer = with_both_inside(p, 7);
  answer.guarded.turns = 6;
  EXPECT_EQ(Workload::verify(p, 7, answer),
            "what the lock guards is not what the turns of this run make of it");
}

TEST(Mutex, RejectsATaskWithTooFewOrTooManyTurns) {
  const Parameters p = some(3, 4);
  Answer answer = do_all(p, 7);
  --answer.visits[1].turns;
  EXPECT_EQ(Workload::verify(p, 7, answer), "task 1 had 3 turns, not 4");
  answer.visits[1].turns = 5;
  EXPECT_EQ(Workload::verify(p, 7, answer), "task 1 had 5 turns, not 4");
  answer.visits.pop_back();
  EXPECT_EQ(Workload::verify(p, 7, answer), "2 tasks answered");
}

TEST(Mutex, RejectsATaskThatDidNotRest) {
  const Parameters p = some(3, 4);
  Answer answer = do_all(p, 7);
  answer.visits[2].own = Visitor(p, 7, 2).visits().own;
  EXPECT_EQ(Workload::verify(p, 7, answer), "task 2 did not do its work outside in this run");
}

TEST(Mutex, RejectsAFirstHalfThatWasCountedWrongly) {
  const Parameters p = some(2, 4);
  Answer answer = do_all(p, 7);
  ++answer.visits[1].early;
  EXPECT_EQ(Workload::verify(p, 7, answer), "the first half of all turns is not 5 turns");
}

// By hand: one of four had everything, 4^2 / (4 x 4^2) = 1/4; all alike 1; 1, 1, 2: 16 / (3 x 6).
TEST(Mutex, HasJainsIndexOfItsTurns) {
  const auto of = [](std::vector<std::uint64_t> early) {
    std::vector<Visits> visits(early.size());
    for (std::size_t i = 0; i < early.size(); ++i) visits[i].early = early[i];
    return jain_index(visits);
  };
  EXPECT_DOUBLE_EQ(of({4, 0, 0, 0}), 0.25);
  EXPECT_DOUBLE_EQ(of({7, 7, 7}), 1);
  EXPECT_DOUBLE_EQ(of({1, 1, 2}), 16.0 / 18);
  // One task after the other: the first two of four had the first half.
  EXPECT_DOUBLE_EQ(jain_index(do_all(some(4, 10), 7).visits), 0.5);
}

TEST(Mutex, TellsTheLongestWaitOfAll) {
  Answer answer{{}, std::vector<Visits>(2)};
  answer.visits[0].longest_wait = 3us, answer.visits[0].early = 1;
  answer.visits[1].longest_wait = 12us, answer.visits[1].early = 1;
  EXPECT_THAT(Workload::counters(some(2, 1), answer),
              testing::ElementsAre(testing::Pair("longest_wait_us", 12), testing::Pair("jain_index", 1)));
}

TEST(Mutex, DoesNanosecondsOfWorkInSteps) {
  const Parameters p = some(2, 1);
  EXPECT_EQ(p.inside_steps, 10);  // half a microsecond at 20 steps
  EXPECT_EQ(p.outside_steps, 10);
}

TEST(Mutex, WorksInsideAndOutsideInItsKernel) {
  EXPECT_EQ(Workload::kernel(some(2, 3)), simul::work_answer(1, 60) ^ simul::work_answer(1, 60));
  Parameters longer_inside = some(2, 3);
  longer_inside.inside_steps = 30;
  EXPECT_EQ(Workload::kernel(longer_inside), simul::work_answer(1, 180) ^ simul::work_answer(1, 60));
}

}  // namespace
}  // namespace contention
