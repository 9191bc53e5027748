#include "benchmarks/sync/wakeup/workload.hpp"

#include <gmock/gmock.h>

namespace wakeup {
namespace {

using namespace std::chrono_literals;

constexpr Parameters three{3, 100};

// A task that ran `after` each go; nobody sleeps.
Answer woken(std::uint64_t nonce, std::chrono::nanoseconds after = 5us) {
  Answer answer{3, 3, {}};
  Clock::time_point go{1s};
  for (std::uint64_t i = 0; i < 3; ++i) {
    go += three.pause(i);
    answer.log.push_back({go, go + after, simul::mix(wakeup::value(nonce, i) ^ i)});
  }
  return answer;
}

TEST(Wakeup, AcceptsARunForEveryGo) { EXPECT_EQ(Workload::verify(three, 7, woken(7)), std::nullopt); }

TEST(Wakeup, RejectsTheRunsOfAnotherRun) {
  EXPECT_EQ(Workload::verify(three, 8, woken(7)),
            "run 0 did not get what was handed over with its go in this run");
}

TEST(Wakeup, RejectsAWakeUpThatWasLost) {
  Answer answer = woken(7);
  answer.runs = 2;
  answer.log[2] = {};
  EXPECT_EQ(Workload::verify(three, 7, answer), "the task ran 2 times for 3 goes");
  answer.runs = 3;
  EXPECT_EQ(Workload::verify(three, 7, answer),
            "run 2 did not get what was handed over with its go in this run");
}

TEST(Wakeup, RejectsARunTooMany) {
  Answer answer = woken(7);
  answer.runs = 4;
  EXPECT_EQ(Workload::verify(three, 7, answer), "the task ran 4 times for 3 goes");
}

TEST(Wakeup, RejectsAWakerThatDidNotCall) {
  Answer answer = woken(7);
  answer.goes = answer.runs = 2;
  EXPECT_EQ(Workload::verify(three, 7, answer), "the task was called 2 times, not 3");
}

TEST(Wakeup, RejectsALogThatIsTooShort) {
  Answer answer = woken(7);
  answer.log.pop_back();
  EXPECT_EQ(Workload::verify(three, 7, answer), "2 runs were logged");
}

TEST(Wakeup, RejectsARunBeforeItsGo) {
  EXPECT_EQ(Workload::verify(three, 7, woken(7, -1ns)), "run 0 was before its go");
}

TEST(Wakeup, RejectsAWakerThatDidNotPause) {
  Answer answer = woken(7);
  answer.log[1].go = answer.log[0].go + three.pause(1) - 1ns;
  answer.log[1].ran = answer.log[1].go;
  EXPECT_EQ(Workload::verify(three, 7, answer), "go 1 came without its pause");
}

// The waker and the task by turns, on one thread.
TEST(Wakeup, KeepsTheBooksOfBoth) {
  Desk desk;
  std::vector<Response> log(3);
  std::vector<bool> goes_on;
  desk.call_all(three, 7, [&] { goes_on.push_back(desk.run(log)); });
  EXPECT_THAT(goes_on, testing::ElementsAre(true, true, false));
  EXPECT_EQ(Workload::verify(three, 7, desk.answer(log)), std::nullopt);
}

// A task that runs a second time for a go has used up its runs before the last go comes.
TEST(Wakeup, FindsOutATaskThatRunsTwiceForOneGo) {
  Desk desk;
  std::vector<Response> log(3);
  int calls = 0;
  desk.call_all(three, 7, [&] {
    desk.run(log);
    if (++calls == 2) desk.run(log);
  });
  EXPECT_EQ(Workload::verify(three, 7, desk.answer(log)), "the task ran 4 times for 3 goes");
  EXPECT_EQ(log.size(), 3U);
}

TEST(Wakeup, TellsHowLongEachWakeUpTook) {
  Answer answer = woken(7);
  answer.log[1].ran += 2us;
  std::vector<std::chrono::nanoseconds> took;
  Workload::latencies(three, answer, [&](std::chrono::nanoseconds t) { took.push_back(t); });
  EXPECT_THAT(took, testing::ElementsAre(5us, 7us, 5us));
}

TEST(Wakeup, HasSeededPausesAroundTheirMean) {
  const Parameters p{1'000, 200};
  std::chrono::microseconds all{};
  for (std::uint64_t i = 0; i < p.count(); ++i) {
    EXPECT_GE(p.pause(i), 100us);
    EXPECT_LE(p.pause(i), 300us);
    EXPECT_EQ(p.pause(i), (Parameters{10, 200}.pause(i)));  // the same however many there are
    all += p.pause(i);
  }
  EXPECT_GT(all, 190ms);
  EXPECT_LT(all, 210ms);
}

TEST(Wakeup, HasNoBaseline) { EXPECT_FALSE(Workload::no_baseline.empty()); }

// The three pauses, to the microsecond: nobody can be woken for the last time before they are over.
TEST(WakeupIdeal, IsTheSumOfThePauses) {
  const double sum = std::chrono::duration<double>(three.pause(0) + three.pause(1) + three.pause(2)).count();
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(three, 1, 0), sum);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(three, 64, 0), sum);
  EXPECT_EQ(Workload::bounds(three, 2, 0)[0], (std::pair<std::string_view, double>("pauses", sum)));
}

}  // namespace
}  // namespace wakeup
