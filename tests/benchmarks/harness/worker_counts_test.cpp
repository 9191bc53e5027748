#include "benchmarks/harness/worker_counts.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace {

using namespace simul;
using testing::ElementsAre;
using testing::HasSubstr;
using Counts = std::vector<unsigned>;

TEST(WorkerCounts, AreReadInAscendingOrder) {
  EXPECT_THAT(worker_counts("7"), ElementsAre(7));
  EXPECT_THAT(worker_counts("16,2,1"), ElementsAre(1, 2, 16));
  EXPECT_THAT(worker_counts("4096,1"), ElementsAre(1, 4096));
}

std::string refusal(const std::string& list) {
  try {
    worker_counts(list);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(WorkerCounts, SayWhatWouldBeValid) {
  for (const char* list :
       {"0", "4097", "-1", "two", "1.5", "", ",", "1,", ",1", "1,,2", "1 2", "2x", "99999999999"}) {
    EXPECT_THAT(refusal(list), HasSubstr("is not a number from 1 to 4096")) << list;
    EXPECT_THAT(refusal(list), testing::StartsWith("--workers " + std::string(list) + ": "));
  }
  EXPECT_EQ(refusal("2,4,2"), "--workers 2,4,2: 2 stands there twice");
}

TEST(WorkerCounts, OfASweepDoubleUpToTheCpusAndOnce) {
  EXPECT_THAT(sweep_for(1), ElementsAre(1, 2));
  EXPECT_THAT(sweep_for(2), ElementsAre(1, 2, 4));
  EXPECT_THAT(sweep_for(6), ElementsAre(1, 2, 4, 6, 12));
  EXPECT_THAT(sweep_for(64), ElementsAre(1, 2, 4, 8, 16, 32, 64, 128));
}

TEST(WorkerCounts, HaveTheLargestThatFitsTheCpusForAHeadline) {
  EXPECT_EQ(headline(Counts{1, 2, 4}, 2), 2U);
  EXPECT_EQ(headline(Counts{1, 2, 4}, 3), 2U);
  EXPECT_EQ(headline(Counts{7}, 2), 7U);
  EXPECT_EQ(headline(Counts{8, 16}, 2), 8U);
  for (const unsigned cpus : {1U, 2U, 6U, 64U}) EXPECT_EQ(headline(sweep_for(cpus), cpus), cpus);
  EXPECT_THROW(headline(Counts{}, 2), std::invalid_argument);
}

}  // namespace
