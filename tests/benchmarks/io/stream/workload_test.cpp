#include "benchmarks/io/stream/workload.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/probe.hpp"

namespace stream {
namespace {

using namespace std::chrono_literals;

simul::Silent nobody;
constexpr Parameters two_of_three{2, 3};

// Streams whose stages did their parts, in a world without waits, and made `in_vain` items more than were taken.
Answer flowed(const Parameters& p, std::uint64_t nonce, std::int64_t in_vain = 0) {
  Answer flows(p.count());
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const Part part(p, nonce, i, flows[i]);
    Source source(part);
    LookUp look_up(part);
    Sink sink(part);
    for (bool more = true; more;) {
      source.begin(nobody);
      const Item made = source.end(nobody);
      look_up.begin(made, nobody);
      more = sink.take(look_up.end(made, nobody), nobody);
    }
    for (; in_vain > flows[i].source.ended - flows[i].taken;) source.begin(nobody), source.end(nobody);
    flows[i].source.early = flows[i].look_up.early = 0;
  }
  return flows;
}

TEST(Stream, AcceptsWhatFlowedInThisRun) {
  for (const std::uint64_t nonce : {0UL, 7UL, ~0UL})
    EXPECT_EQ(Workload::verify(two_of_three, nonce, flowed(two_of_three, nonce)), std::nullopt) << nonce;
}

TEST(Stream, RejectsWhatFlowedInAnotherRun) {
  EXPECT_EQ(Workload::verify(two_of_three, 8, flowed(two_of_three, 7)),
            "stream 0: what was taken is not what flowed in this run");
}

TEST(Stream, RejectsAStreamThatIsMissing) {
  auto flows = flowed(two_of_three, 7);
  flows.pop_back();
  EXPECT_EQ(Workload::verify(two_of_three, 7, flows), "1 streams flowed");
  flows.push_back({});
  EXPECT_EQ(Workload::verify(two_of_three, 7, flows), "stream 1: 0 items were taken");
}

TEST(Stream, RejectsASinkThatLeftTooEarlyOrTooLate) {
  EXPECT_EQ(Workload::verify(two_of_three, 7, flowed({2, 2}, 7)), "stream 0: 2 items were taken");
  EXPECT_EQ(Workload::verify(two_of_three, 7, flowed({2, 4}, 7)), "stream 0: 4 items were taken");
}

// A contestant that feeds the sink in its own way, with items of the numbers given.
Flow fed(std::initializer_list<std::size_t> numbers) {
  Flow flow = flowed(two_of_three, 7)[0];
  flow.fold = 0;
  flow.taken = 0;
  Sink sink(Part(two_of_three, 7, 0, flow));
  for (const std::size_t number : numbers)
    sink.take({number, stream::looked_up(stream::made(7, 0, number))}, nobody);
  return flow;
}

TEST(Stream, RejectsItemsInAnotherOrderLostOrTakenTwice) {
  const auto verify = [](const Flow& flow) {
    return Workload::verify(two_of_three, 7, {flow, flowed(two_of_three, 7)[1]});
  };
  EXPECT_EQ(verify(fed({0, 1, 2})), std::nullopt);
  const auto wrong = "stream 0: what was taken is not what flowed in this run";
  EXPECT_EQ(verify(fed({0, 2, 1})), wrong);
  EXPECT_EQ(verify(fed({0, 2, 3})), wrong);
  EXPECT_EQ(verify(fed({0, 1, 1})), wrong);
}

TEST(Stream, RejectsItemsOfAnotherStream) {
  auto flows = flowed(two_of_three, 7);
  flows[1].fold = flows[0].fold;
  EXPECT_EQ(Workload::verify(two_of_three, 7, flows),
            "stream 1: what was taken is not what flowed in this run");
}

TEST(Stream, RejectsItemsThatWereNotLookedUp) {
  Flow flow;
  const Parameters p{1, 2};
  Source source(Part(p, 7, 0, flow));
  Sink sink(Part(p, 7, 0, flow));
  for (bool more = true; more; more = sink.take(source.end(nobody), nobody)) source.begin(nobody);
  EXPECT_EQ(Workload::verify(p, 7, {flow}), "stream 0: 0 items were looked up");
  flow.source.early = 0;
  flow.look_up = flow.source;
  EXPECT_EQ(Workload::verify(p, 7, {flow}), "stream 0: what was taken is not what flowed in this run");
}

TEST(Stream, RejectsItemsThatWereNotMade) {
  auto flows = flowed(two_of_three, 7);
  flows[1].source.ended = 2;
  EXPECT_EQ(Workload::verify(two_of_three, 7, flows), "stream 1: 2 items were made");
}

TEST(Stream, RejectsItemsThatDidNotWait) {
  Flow flow;
  Source source(Part(two_of_three, 7, 0, flow));
  source.begin(nobody);
  source.end(nobody);
  EXPECT_EQ(flow.source.early, 1);
  source.begin(nobody);
  flow.source.began -= two_of_three.making(0, 1);
  source.end(nobody);
  EXPECT_EQ(flow.source.early, 1);

  auto flows = flowed(two_of_three, 7);
  flows[1].look_up.early = 1;
  EXPECT_EQ(Workload::verify(two_of_three, 7, flows), "stream 1: 1 items were looked up early");
  flows[0].source.early = 2;
  EXPECT_EQ(Workload::verify(two_of_three, 7, flows), "stream 0: 2 items were made early");
}

// Else the ideal, which gives a stage one pair of hands, would not be a bound.
TEST(Stream, RejectsAStageThatHasTwoItemsInHand) {
  Flow flow;
  LookUp look_up(Part(two_of_three, 7, 0, flow));
  look_up.begin({0, 1}, nobody);
  EXPECT_EQ(flow.look_up.out_of_turn, 0);
  look_up.begin({1, 2}, nobody);
  EXPECT_EQ(flow.look_up.out_of_turn, 1);

  auto flows = flowed(two_of_three, 7);
  flows[1].look_up.out_of_turn = 1;
  EXPECT_EQ(Workload::verify(two_of_three, 7, flows), "stream 1: 1 items were looked up out of turn");
}

// Four between any two of the three stages, and one in the hands of either of the first two.
TEST(Stream, RejectsASourceThatRanTooFarAhead) {
  EXPECT_EQ(Workload::verify(two_of_three, 7, flowed(two_of_three, 7, 10)), std::nullopt);
  EXPECT_EQ(Workload::verify(two_of_three, 7, flowed(two_of_three, 7, 11)),
            "stream 0: 11 items were made in vain, more than the 10 that may be");
}

// Else nobody would notice a contestant without a bound: by the time at which the look-up has all that the sink takes,
// a fast source could have made far more.
TEST(Stream, HasASourceThatOnlyTheBoundHoldsBack) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile)) {
      if (p.streams == 1) continue;
      std::chrono::microseconds left{};
      for (std::size_t item = 0; item < static_cast<std::size_t>(p.items); ++item)
        left += p.looking_up(1, item);
      std::int64_t could_make = 0;
      while (left.count() > 0) left -= p.making(1, static_cast<std::size_t>(could_make++));
      EXPECT_GT(could_make - p.items, p.most_in_vain()) << profile << ' ' << p.streams << ' ' << p.items;
    }
  }
}

TEST(Stream, CountsWhatWasMadeInVain) {
  auto flows = flowed(two_of_three, 7, 3);
  ++flows[1].source.ended;
  EXPECT_THAT(Workload::counters(two_of_three, flows),
              testing::ElementsAre(testing::Pair("made_in_vain", 7), testing::Pair("most_made_in_vain", 4)));
}

TEST(Stream, WaitsAreSeededAndWithinTheirRange) {
  const Parameters p{10, 100};
  for (std::size_t i = 0; i < 10; ++i) {
    for (std::size_t item = 0; item < 110; ++item) {
      const int slow = i % 2 == 0 ? 8 : 1;  // every other source is eight times as fast
      EXPECT_GE(p.making(i, item), slow * 125us);
      EXPECT_LE(p.making(i, item), slow * 375us);
      EXPECT_GE(p.looking_up(i, item), 1ms);
      EXPECT_LE(p.looking_up(i, item), 3ms);
      EXPECT_EQ(p.making(i, item), (Parameters{1, 1}.making(i, item)));
    }
  }
}

TEST(Stream, IsMeasuredWholeIfItTakesNotTooLong) {
  for (const Parameters& p : Workload::points("quick")) EXPECT_FALSE(Workload::prefix(p));
}

TEST(Stream, IsExtrapolatedByTheShareOfTheWaits) {
  const Parameters p{1000, 8};
  const auto part = Workload::prefix(p);
  ASSERT_TRUE(part);
  const auto seconds = [&](std::int64_t streams) {
    std::chrono::duration<double> all{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(streams); ++i)
      for (std::size_t item = 0; item < 8; ++item) all += p.making(i, item) + p.looking_up(i, item);
    return all.count();
  };
  EXPECT_GE(seconds(part->parameters.streams), 0.5);
  EXPECT_LT(seconds(part->parameters.streams), 0.6);
  EXPECT_NEAR(part->share, seconds(part->parameters.streams) / seconds(1000), 1e-9);
}

}  // namespace
}  // namespace stream
