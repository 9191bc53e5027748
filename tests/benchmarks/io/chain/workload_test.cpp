#include "benchmarks/io/chain/workload.hpp"

#include <gmock/gmock.h>

namespace chain {
namespace {

using namespace std::chrono_literals;

constexpr Parameters three_of_four{3, 4};

// Chains that went as they should, each step `late` after it was due; nobody really waits.
Answer followed(const Parameters& p, std::uint64_t nonce, std::chrono::nanoseconds late = 5us) {
  Answer links(p.count() * p.length());
  for (std::size_t chain = 0; chain < p.count(); ++chain) {
    std::string result = chain::origin(nonce, chain);
    chain::Clock::time_point now{};
    for (std::size_t step = 0; step < p.length(); ++step) {
      Link& link = chain::links_of(links, p, chain)[step];
      result = link.end(step, result);
      link.began = now;
      link.ended = now += p.delay(chain, step) + late;
    }
  }
  return links;
}

TEST(Chain, AcceptsStepsThatWaitedForEachOther) {
  for (const std::uint64_t nonce : {0UL, 7UL, ~0UL})
    EXPECT_EQ(Workload::verify(three_of_four, nonce, followed(three_of_four, nonce)), std::nullopt) << nonce;
}

TEST(Chain, RejectsTheResultsOfAnotherRun) {
  EXPECT_EQ(Workload::verify(three_of_four, 8, followed(three_of_four, 7)),
            "chain 0: step 0 has not the result of this run");
}

TEST(Chain, RejectsAStepThatIsMissing) {
  auto links = followed(three_of_four, 7);
  links.pop_back();
  EXPECT_EQ(Workload::verify(three_of_four, 7, links), "11 steps answered");
  links.push_back({});
  EXPECT_EQ(Workload::verify(three_of_four, 7, links), "chain 2: step 3 has not the result of this run");
}

// The chain was broken: a step began with something else than the result of the one before it.
TEST(Chain, RejectsAResultThatWasNotDerivedFromTheOneBefore) {
  auto links = followed(three_of_four, 7);
  links[5].result = chain::hash(chain::derive(1, chain::origin(7, 1)));
  EXPECT_EQ(Workload::verify(three_of_four, 7, links), "chain 1: step 1 has not the result of this run");
}

TEST(Chain, RejectsOneStepsResultForAnothers) {
  auto links = followed(three_of_four, 7);
  std::swap(links[6].result, links[7].result);
  EXPECT_EQ(Workload::verify(three_of_four, 7, links), "chain 1: step 2 has not the result of this run");
}

TEST(Chain, RejectsAStepThatEndedEarly) {
  EXPECT_EQ(Workload::verify(three_of_four, 7, followed(three_of_four, 7, 0ns)), std::nullopt);
  auto links = followed(three_of_four, 7);
  links[4].ended = links[4].began + three_of_four.delay(1, 0) - 1ns;
  EXPECT_EQ(Workload::verify(three_of_four, 7, links), "chain 1: step 0 ended 1 ns early");
}

// As if the steps of a chain were awaited all at once: each waits long enough, and too early.
TEST(Chain, RejectsStepsThatOverlap) {
  auto links = followed(three_of_four, 7, 0ns);
  links[6].began -= 1ns;
  links[6].ended -= 1ns;
  EXPECT_EQ(Workload::verify(three_of_four, 7, links), "chain 1: step 2 did not wait for the one before it");
}

TEST(Chain, ResultsTellWhatTheyAreDerivedFrom) {
  const auto first = chain::derive(0, chain::origin(444, 2));
  EXPECT_EQ(chain::derive(1, first), "result 1 derived from result 0 derived from chain 2 of run 444");
}

// Published vectors of FNV-1a, 64 bits.
TEST(Chain, HashesEveryCharacter) {
  EXPECT_EQ(chain::hash(""), simul::mix(0xcbf29ce484222325));
  EXPECT_EQ(chain::hash("a"), simul::mix(0xaf63dc4c8601ec8c));
  EXPECT_EQ(chain::hash("foobar"), simul::mix(0x85944171f73967e8));
}

TEST(Chain, DelaysAreSeededAndWithinTheirRange) {
  const Parameters p{100, 10};
  for (std::size_t chain = 0; chain < 100; ++chain) {
    for (std::size_t step = 0; step < 10; ++step) {
      EXPECT_GE(p.delay(chain, step), 1ms);
      EXPECT_LE(p.delay(chain, step), 5ms);
      EXPECT_EQ(p.delay(chain, step), (Parameters{1, 10}.delay(chain, step)));
    }
  }
  EXPECT_NE(p.delay(0, 0), p.delay(0, 1));
}

TEST(Chain, TellsHowLateEachStepWas) {
  const Parameters p{2, 2};
  auto links = followed(p, 7);
  links[1].ended += 2us;
  std::vector<std::chrono::nanoseconds> late;
  Workload::latencies(p, links, [&](std::chrono::nanoseconds t) { late.push_back(t); });
  EXPECT_THAT(late, testing::ElementsAre(5us, 7us, 5us, 5us));
}

TEST(Chain, IsMeasuredWholeIfItTakesNotTooLong) {
  for (const Parameters& p : Workload::points("quick")) EXPECT_FALSE(Workload::prefix(p));
}

// The share is the part's delays over all delays, and the part takes at least half a second.
TEST(Chain, IsExtrapolatedByTheShareOfTheDelays) {
  const Parameters p{1000, 5};
  const auto part = Workload::prefix(p);
  ASSERT_TRUE(part);
  const auto seconds = [&](std::int64_t chains) {
    std::chrono::duration<double> all{};
    for (std::size_t chain = 0; chain < static_cast<std::size_t>(chains); ++chain)
      all += p.delay_of_chain(chain);
    return all.count();
  };
  EXPECT_GE(seconds(part->parameters.chains), 0.5);
  EXPECT_LT(seconds(part->parameters.chains), 0.6);
  EXPECT_NEAR(part->share, seconds(part->parameters.chains) / seconds(1000), 1e-9);
  EXPECT_EQ(part->parameters.steps, 5);
}

}  // namespace
}  // namespace chain
