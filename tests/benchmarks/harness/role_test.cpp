#include "benchmarks/harness/role.hpp"

#include <gmock/gmock.h>

namespace {

using namespace simul;
using testing::ElementsAre;

TEST(Role, IsThatOfTheWord) {
  EXPECT_EQ(role_of("sequential"), Role::baseline);
  EXPECT_EQ(role_of("floor"), Role::floor);
  EXPECT_EQ(role_of("asio"), Role::reference);
  for (const char* model : {"coro", "uv", "threads", "tbb", "fork"}) EXPECT_EQ(role_of(model), Role::model);
}

TEST(Role, OfAWordThatNobodyKnowsIsAModelsAndItsPlaceTheLast) {
  EXPECT_EQ(role_of("goroutines"), Role::model);
  EXPECT_GT(place_of("goroutines"), place_of("asio"));
}

TEST(Runtimes, HereAreThoseOfTheContestants) {
  EXPECT_THAT(runtimes_here(), ElementsAre("sequential", "floor", "coro", "uv", "threads", "fork", "asio",
                                           "liar", "thrower"));
  EXPECT_THAT(references_here(), ElementsAre("asio"));
}

}  // namespace
