#include "benchmarks/io/queue/workload.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/probe.hpp"

namespace queue {
namespace {

using namespace std::chrono_literals;

simul::Silent nobody;
constexpr Parameters two_of_three{.producers = 2, .consumers = 2, .items = 3};

// Items that one consumer used, one after the other, each `late` after it could have; nobody really waits.
Answer used(const Parameters& p, std::uint64_t nonce, std::chrono::nanoseconds late = 5us) {
  Answer receipts(p.count());
  queue::Clock::time_point now{};
  for (std::size_t number = 0; number < receipts.size(); ++number) {
    Receipt& receipt = receipts[number];
    receipt = {.times_added = 1, .times_taken = 1, .times_done = 1, .value = queue::value_of(nonce, number)};
    receipt.due = receipt.added = now;
    receipt.taken = now + late;
    receipt.done = now = receipt.taken + p.use(number);
  }
  return receipts;
}

TEST(Queue, AcceptsItemsThatWereAddedTakenAndDoneOnce) {
  for (const std::uint64_t nonce : {0UL, 7UL, ~0UL})
    EXPECT_EQ(Workload::verify(two_of_three, nonce, used(two_of_three, nonce)), std::nullopt) << nonce;
}

TEST(Queue, RejectsTheItemsOfAnotherRun) {
  EXPECT_EQ(Workload::verify(two_of_three, 8, used(two_of_three, 7)),
            "item 0 of producer 0 is not that of this run");
}

TEST(Queue, RejectsAnItemThatIsMissing) {
  auto receipts = used(two_of_three, 7);
  receipts.pop_back();
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "5 items were accounted for");
  receipts.push_back({});
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "item 2 of producer 1 was added 0 times");
}

TEST(Queue, RejectsAnItemThatWasLostInTheQueue) {
  auto receipts = used(two_of_three, 7);
  receipts[4].times_taken = receipts[4].times_done = 0;
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "item 1 of producer 1 was taken 0 times");
}

TEST(Queue, RejectsAnItemThatWasLeftUndone) {
  auto receipts = used(two_of_three, 7);
  receipts[4].times_done = 0;
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "item 1 of producer 1 was done 0 times");
}

TEST(Queue, RejectsAnItemThatTwoConsumersGot) {
  auto receipts = used(two_of_three, 7);
  queue::take(two_of_three, {3, receipts[3].value}, receipts, nobody);
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "item 0 of producer 1 was taken 2 times");
}

TEST(Queue, RejectsAnItemThatWasAddedTwice) {
  auto receipts = used(two_of_three, 7);
  Producer(two_of_three, 7, 1, receipts).make(nobody);
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "item 0 of producer 1 was added 2 times");
}

TEST(Queue, RejectsAnItemInTheSteadOfAnother) {
  auto receipts = used(two_of_three, 7);
  receipts[2].value = receipts[1].value;
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "item 2 of producer 0 is not that of this run");
}

TEST(Queue, RejectsWhatHappenedTooEarly) {
  const auto with = [](auto change) {
    auto receipts = used(two_of_three, 7);
    change(receipts[1]);
    return Workload::verify(two_of_three, 7, receipts);
  };
  EXPECT_EQ(with([](Receipt& r) { r.added = r.due - 1ns; }),
            "item 1 of producer 0 was added before it was due");
  EXPECT_EQ(with([](Receipt& r) { r.added = r.taken + 1ns; }),
            "item 1 of producer 0 was taken before it was added");
  EXPECT_EQ(with([](Receipt& r) { r.done -= 1ns; }),
            "item 1 of producer 0 was not used for as long as it takes");
}

// All items used at once: so many consumers there are not.
TEST(Queue, RejectsMoreConsumersThanThereAre) {
  auto receipts = used(two_of_three, 7);
  for (std::size_t number = 0; number < receipts.size(); ++number)
    receipts[number].taken = receipts[number].added = receipts[number].due = {},
    receipts[number].done = receipts[number].taken + two_of_three.use(number);
  EXPECT_EQ(Workload::verify(two_of_three, 7, receipts), "6 consumers were at work");
  EXPECT_EQ(Workload::verify({.producers = 2, .consumers = 6, .items = 3}, 7, receipts), std::nullopt);
}

// 16 in the queue, one in the hands of the producer and one just got by the consumer: with 18 it is full.
TEST(Queue, RejectsAQueueWithoutABound) {
  const auto with_waiting = [](std::int64_t items) {
    const Parameters p{.producers = 1, .consumers = 1, .items = items};
    auto receipts = used(p, 7);
    for (Receipt& receipt : receipts) receipt.added = receipt.due = queue::Clock::time_point();
    return Workload::verify(p, 7, receipts);
  };
  EXPECT_EQ(with_waiting(18), std::nullopt);
  EXPECT_EQ(with_waiting(19), "19 items waited at once: the queue is not bounded");
}

// A producer that was held up does not put off what comes behind: its schedule is the world's.
TEST(Queue, SchedulesAreKeptByTheWorld) {
  Answer receipts(two_of_three.count());
  const auto before = queue::Clock::now();
  Producer producer(two_of_three, 7, 1, receipts);
  const auto after = queue::Clock::now();
  std::vector<std::size_t> numbers;
  while (!producer.over()) numbers.push_back(producer.make(nobody).number);
  EXPECT_THAT(numbers, testing::ElementsAre(3, 4, 5));
  EXPECT_GE(receipts[3].due, before + two_of_three.gap(3));
  EXPECT_LE(receipts[3].due, after + two_of_three.gap(3));
  EXPECT_EQ(receipts[4].due - receipts[3].due, two_of_three.gap(4));
  EXPECT_EQ(receipts[5].due - receipts[4].due, two_of_three.gap(5));
}

TEST(Queue, TellsHowLongEachItemLayInTheQueueFromWhenItWasDue) {
  auto receipts = used(two_of_three, 7);
  receipts[1].due -= 1us;
  std::vector<std::chrono::nanoseconds> times;
  Workload::latencies(two_of_three, receipts, [&](std::chrono::nanoseconds t) { times.push_back(t); });
  EXPECT_THAT(times, testing::ElementsAre(5us, 6us, 5us, 5us, 5us, 5us));
  EXPECT_EQ(Workload::load, "open");
}

TEST(Queue, CountsHowManyWaitedAtMost) {
  auto receipts = used(two_of_three, 7);
  EXPECT_THAT(Workload::counters(two_of_three, receipts),
              testing::ElementsAre(testing::Pair("most_waiting", 1)));
  receipts[3].added = receipts[2].added;
  EXPECT_THAT(Workload::counters(two_of_three, receipts),
              testing::ElementsAre(testing::Pair("most_waiting", 2)));
}

TEST(Queue, GapsAndUsesAreSeededAndWithinTheirRange) {
  for (std::size_t number = 0; number < 1000; ++number) {
    const Parameters p{5, 10, 200};
    EXPECT_GE(p.gap(number), 200us);
    EXPECT_LE(p.gap(number), 1'800us);
    EXPECT_GE(p.use(number), 500us);
    EXPECT_LE(p.use(number), 1'500us);
  }
}

// In every profile but the quick one, whose question is how fast an item is taken that need not wait.
TEST(Queue, IsAlsoAskedWithTooFewConsumers) {
  for (const char* profile : {"smoke", "full"}) {
    bool full = false;
    for (const Parameters& p : Workload::points(profile))
      full |= p.producers > p.consumers && p.items * p.producers > 2 * p.room;
    EXPECT_TRUE(full) << profile;
  }
}

TEST(Queue, IsMeasuredWholeIfItTakesNotTooLong) {
  for (const Parameters& p : Workload::points("quick")) EXPECT_FALSE(Workload::prefix(p));
}

TEST(Queue, IsExtrapolatedByTheShareOfTheProducers) {
  const Parameters p{500, 1000, 20};
  const auto part = Workload::prefix(p);
  ASSERT_TRUE(part);
  const auto seconds = [&](std::int64_t producers) {
    std::chrono::duration<double> all{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(producers); ++i) all += queue::alone(p, i);
    return all.count();
  };
  EXPECT_GE(seconds(part->parameters.producers), 0.5);
  EXPECT_LT(seconds(part->parameters.producers), 0.6);
  EXPECT_NEAR(part->share, seconds(part->parameters.producers) / seconds(500), 1e-9);
}

}  // namespace
}  // namespace queue
