#include <gtest/gtest.h>

#include "benchmarks/harness/comparison.hpp"
#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;

// Three cells, four rounds, and an interruption that comes while a given process runs.
struct Interruption : testing::Test {
  Campaign& after(std::size_t processes) {
    executor.answer = [this, processes](const MadeUpExecutor::Call& call) {
      if (call.order.pass == Pass::kernel || executor.calls.size() < processes) return took(1);
      interrupted = true;
      return failed(Status::interrupted, "interrupted");
    };
    campaign.emplace(toy_cells({"sequential", "coro", "uv"}), Schedule{.rounds = 4}, executor, interrupted);
    campaign->run([](const Progress&) {}, [&] { ++rounds_saved; });
    return *campaign;
  }
  std::size_t runs() const {
    std::size_t all = 0;
    for (const Result& result : campaign->results()) all += result.runs.size();
    return all;
  }

  MadeUpExecutor executor;
  std::atomic<bool> interrupted{false};
  std::optional<Campaign> campaign;
  int rounds_saved = 0;
};

// Whenever it comes, what there is can be compared and so be written.
TEST_F(Interruption, EndsTheCampaignAtOnce) {
  for (std::size_t process = 2; process < 16; ++process) {
    executor.calls.clear();
    interrupted = false, rounds_saved = 0;
    EXPECT_FALSE(after(process).complete()) << process;
    EXPECT_EQ(executor.calls.size(), process);
    EXPECT_EQ(rounds_saved, std::min(4, static_cast<int>(process - 2) / 3)) << process;  // whole ones only
    EXPECT_EQ(compare(*campaign, 2).at(0).standings.size(), 3U) << process;
  }
}

TEST_F(Interruption, OfTheFirstRoundLeavesTheOthersInterrupted) {
  after(3);  // the kernel, one cell, and the second cell's process is the one that ends
  EXPECT_EQ(runs(), 1U);
  int ok = 0;
  for (const Result& result : campaign->results()) {
    ok += result.status == Status::ok;
    if (result.status == Status::ok) continue;
    EXPECT_EQ(result.status, Status::interrupted);
    EXPECT_FALSE(result.reason.empty());
  }
  EXPECT_EQ(ok, 1);
}

TEST_F(Interruption, OfALaterRoundKeepsWhatEarlierOnesBrought) {
  after(7);  // the kernel, three cells, two of the second round
  EXPECT_EQ(runs(), 5U);
  for (const Result& result : campaign->results()) EXPECT_EQ(result.status, Status::ok);
}

}  // namespace
