// What a campaign makes of cells that fail, and of holes.
#include <gmock/gmock.h>

#include "tests/benchmarks/harness/rounds.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;
using Call = MadeUpExecutor::Call;

TEST_F(Rounds, DoNotRunAFailedCellAgain) {
  executor.answer = [](const Call& call) {
    return call.contestant == "liar" ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  run({"liar", "coro"});
  EXPECT_EQ(calls("liar", Pass::timed), 1U);
  EXPECT_EQ(calls("liar", Pass::observed), 0U);
  EXPECT_EQ(result("liar").status, Status::wrong_answer);
  EXPECT_EQ(result("liar").reason, "it lied");
  EXPECT_EQ(result("coro").runs.size(), 4U);
  EXPECT_TRUE(campaign->complete());
}

TEST_F(Rounds, SayInWhichPassACellFailed) {
  executor.answer = [](const Call& call) {
    if (call.confined) return failed(Status::timed_out, "too slow");
    return call.order.pass == Pass::observed ? failed(Status::crashed, "it broke") : took(1);
  };
  run({"coro", "threads"});
  EXPECT_EQ(result("coro").reason, "observed: it broke");
  EXPECT_EQ(result("coro").status, Status::crashed);
  EXPECT_THAT(result("threads").reason, HasSubstr("confined to one CPU: too slow"));
}

TEST_F(Rounds, TellOfAFailureOnceWhenItComes) {
  executor.answer = [](const Call& call) {
    return call.contestant == "liar" ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  campaign.emplace(toy_cells({"liar", "coro"}), Schedule{.rounds = 3}, executor, interrupted);
  std::vector<std::string> told;
  campaign->on_failure([&](const Result& result) { told.push_back(result.reason); });
  campaign->run([](const Progress&) {}, [] {});
  EXPECT_EQ(told, std::vector<std::string>{"it lied"});
}

TEST_F(Rounds, KeepAHoleAHole) {
  auto cells = toy_cells({"coro", "uv"});
  cells[1].unsupported = Hole("there is a reason");
  campaign.emplace(std::move(cells), Schedule{.rounds = 1}, executor, interrupted);
  campaign->run([](const Progress&) {}, [] {});
  EXPECT_EQ(result("uv").status, Status::unsupported);
  EXPECT_EQ(result("uv").reason, "there is a reason");
  EXPECT_EQ(calls("uv", Pass::timed), 0U);
}

}  // namespace
