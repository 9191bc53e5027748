#include "benchmarks/io/timers/workload.hpp"

#include <gmock/gmock.h>

namespace timers {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;
using testing::Pair;

// Timers that did what they should, `late` after they were due; nobody really waits.
Answer ended(const Parameters& p, std::uint64_t nonce, std::chrono::nanoseconds late = 5us) {
  Answer records(p.count());
  Book book(p, nonce, records);
  for (std::size_t timer = 0; timer < p.count(); ++timer) {
    const auto due = book.arm(timer);
    if (!book.fires(timer)) {
      book.cancel(timer);
      continue;
    }
    book.fire(timer);
    records[timer].fired = due + late;
  }
  return records;
}

// The number of a timer that fires, or of one that does not.
std::size_t one(const Parameters& p, std::uint64_t nonce, bool that_fires) {
  Answer records(p.count());
  const Book book(p, nonce, records);
  std::size_t timer = 0;
  while (book.fires(timer) != that_fires) ++timer;
  return timer;
}

constexpr Parameters fifty{50};

TEST(Timers, AcceptsThoseThatEndedAsTheyShould) {
  EXPECT_EQ(Workload::verify(fifty, 7, ended(fifty, 7)), std::nullopt);
}

TEST(Timers, OneOfEveryTenFires) {
  for (const std::uint64_t nonce : {0UL, 7UL, ~0UL}) {
    Answer records(1000);
    const Book book({1000}, nonce, records);
    for (std::size_t ten = 0; ten < 100; ++ten) {
      int firing = 0;
      for (std::size_t timer = ten * 10; timer < ten * 10 + 10; ++timer) firing += book.fires(timer);
      EXPECT_EQ(firing, 1) << nonce << ' ' << ten;
    }
  }
}

TEST(Timers, OthersFireInAnotherRun) {
  Answer records(1000);
  const Book one_run({1000}, 7, records), another({1000}, 8, records);
  int same = 0;
  for (std::size_t timer = 0; timer < 1000; ++timer) same += one_run.fires(timer) && another.fires(timer);
  EXPECT_LT(same, 30);  // 10 of 100, by chance
}

TEST(Timers, RejectsTheTimersOfAnotherRun) {
  EXPECT_THAT(Workload::verify(fifty, 8, ended(fifty, 7)), Optional(HasSubstr("in this run")));
}

TEST(Timers, RejectsATimerThatIsMissing) {
  EXPECT_EQ(Workload::verify(fifty, 7, ended({40}, 7)), "40 timers answered");
  EXPECT_EQ(Workload::verify(fifty, 7, {}), "0 timers answered");
}

TEST(Timers, RejectsATimerThatWasNeverArmed) {
  auto records = ended(fifty, 7);
  records[3] = {};
  EXPECT_EQ(Workload::verify(fifty, 7, records), "timer 3 was not armed and ended once in this run");
}

TEST(Timers, RejectsATimerThatNeverEnded) {
  auto records = ended(fifty, 7);
  Book(fifty, 7, records).arm(3);
  EXPECT_EQ(Workload::verify(fifty, 7, records), "timer 3 was armed, and neither fired nor cancelled");
}

TEST(Timers, RejectsATimerThatEndedTwice) {
  auto records = ended(fifty, 7);
  Book(fifty, 7, records).fire(3);
  EXPECT_EQ(Workload::verify(fifty, 7, records), "timer 3 was not armed and ended once in this run");
}

TEST(Timers, RejectsATimeoutThatFired) {
  auto records = ended(fifty, 7);
  const std::size_t timeout = one(fifty, 7, false);
  Book book(fifty, 7, records);
  book.arm(timeout);
  book.fire(timeout);
  EXPECT_EQ(Workload::verify(fifty, 7, records),
            "timer " + std::to_string(timeout) + " fired, but was to be cancelled");
}

TEST(Timers, RejectsATimerThatWasCancelledInsteadOfFiring) {
  auto records = ended(fifty, 7);
  const std::size_t firing = one(fifty, 7, true);
  Book book(fifty, 7, records);
  book.arm(firing);
  book.cancel(firing);
  EXPECT_EQ(Workload::verify(fifty, 7, records), "timer " + std::to_string(firing) + " was cancelled");
}

TEST(Timers, RejectsATimerThatFiredEarly) {
  EXPECT_EQ(Workload::verify(fifty, 7, ended(fifty, 7, 0ns)), std::nullopt);
  EXPECT_EQ(Workload::verify(fifty, 7, ended(fifty, 7, -1ns)),
            "timer " + std::to_string(one(fifty, 7, true)) + " fired 1 ns early");
}

TEST(Timers, HaveTheLongestDelayAsTheirIdeal) {
  Parameters p{30};
  const auto longest = std::max({p.delay(0), p.delay(1), p.delay(2)});
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(p, 2, 0), std::chrono::duration<double>(longest).count());
}

// The share is the part's delays over all delays, whichever timer of a ten fires.
TEST(Timers, AreExtrapolatedByTheShareOfTheDelays) {
  EXPECT_FALSE(Workload::prefix({100}));
  const Parameters p{10'000};
  const auto part = Workload::prefix(p);
  ASSERT_TRUE(part);
  const auto delays = [&](const Parameters& some) {
    std::chrono::duration<double> all{};
    for (std::size_t ten = 0; ten < some.firing(); ++ten) all += p.delay(ten);
    return all.count();
  };
  EXPECT_GE(delays(part->parameters), 0.5);
  EXPECT_LT(delays(part->parameters), 0.6);
  EXPECT_NEAR(part->share, delays(part->parameters) / delays(p), 1e-9);
  EXPECT_EQ(part->parameters.timers % 10, 0);
}

TEST(Timers, CountHowLateThoseWereThatFired) {
  EXPECT_THAT(Workload::counters(fifty, ended(fifty, 7)),
              ElementsAre(Pair("late_p50_us", 5), Pair("late_max_us", 5)));
  EXPECT_THAT(Workload::counters({1000}, ended({1000}, 7)),
              ElementsAre(Pair("late_p50_us", 5), Pair("late_p99_us", 5), Pair("late_max_us", 5)));
  EXPECT_TRUE(Workload::counters(fifty, Answer(50)).empty());
}

}  // namespace
}  // namespace timers
