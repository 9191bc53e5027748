// What a campaign has done beside the timed runs: observed, counted, memory looked at, journals and latencies kept.
#include <gmock/gmock.h>

#include "benchmarks/harness/enter.hpp"
#include "tests/benchmarks/harness/rounds.hpp"
#include "tests/benchmarks/harness/toy.hpp"

namespace {

using namespace simul;
using Call = MadeUpExecutor::Call;

// The toy without a journal: there is only memory to look at.
struct Unnoted : toy::Workload {
  static std::size_t tasks(const toy::Parameters&) { return 0; }
};

TEST_F(Rounds, ObserveOnlyThoseWithChildrenWhereThereIsNoJournal) {
  executor.answer = [](const Call& call) {
    Report report = took(0.1);
    report.has_children = call.contestant == "fork_pool";
    return report;
  };
  auto cells = toy_cells({"coro", "threads", "fork_pool"});
  for (Cell& cell : cells)
    cell.problem = std::make_shared<ProblemOf<Unnoted>>(toy::Parameters{3, 1, 100});
  campaign.emplace(std::move(cells), Schedule{.rounds = 2}, executor, interrupted);
  campaign->run([](const Progress&) {}, [] {});
  EXPECT_EQ(calls("fork_pool", Pass::observed), 1U);
  EXPECT_EQ(calls("threads", Pass::observed) + calls("coro", Pass::observed), 0U);
}

// It does one thing after the other, which is known; others may be slow for a reason that shows.
TEST_F(Rounds, DoNotObserveASlowBaselineUnlessItIsToBeDrawn) {
  double baseline_s = 1.01;
  executor.answer = [&](const Call& call) { return took(call.contestant == "sequential" ? baseline_s : 1.01); };
  run({"sequential", "uv"});
  EXPECT_EQ(calls("sequential", Pass::observed), 0U);
  EXPECT_EQ(calls("uv", Pass::observed), 1U);
  run({"sequential", "uv"}, {.rounds = 2, .traces = true});
  EXPECT_EQ(calls("sequential", Pass::observed), 1U);
  baseline_s = 0.99;
  run({"sequential", "uv"});
  EXPECT_EQ(calls("sequential", Pass::observed), 2U);
}

// A report as the executor makes it when it saw `bytes` of memory within the window.
Report seen(std::int64_t bytes) {
  Report report = took(1);
  report.bytes_together = bytes;
  return report;
}

TEST_F(Rounds, LookAtTheMemoryOfEachSizeOnceAfterTheObservedRun) {
  executor.answer = [](const Call& call) {
    return call.order.pass == Pass::memory ? seen(1000 + static_cast<std::int64_t>(call.order.memory_point))
                                           : took(1);
  };
  run({"coro", "threads", "sequential"});
  EXPECT_EQ(calls("coro", Pass::memory), 3U);
  EXPECT_EQ(calls("sequential", Pass::memory), 0U);
  const auto& points = result("threads").memory.points;
  ASSERT_EQ(points.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(points[i].tasks, i + 1);
    EXPECT_EQ(points[i].bytes, 1000 + static_cast<std::int64_t>(i));
  }
  const auto in = [](Pass pass) { return [pass](const Call& call) { return call.order.pass == pass; }; };
  const auto last_observed =
      std::ranges::find_if(executor.calls.rbegin(), executor.calls.rend(), in(Pass::observed));
  const auto first_memory = std::ranges::find_if(executor.calls, in(Pass::memory));
  EXPECT_LT(&*last_observed, &*first_memory);
}

TEST_F(Rounds, LeaveOutASizeThatCannotBeSeenAndSayWhy) {
  executor.answer = [](const Call& call) {
    if (call.order.pass != Pass::memory) return took(1);
    return call.order.memory_point == 1 ? failed(Status::unsupported, "two are too many") : seen(7);
  };
  run({"coro"});
  EXPECT_EQ(result("coro").status, Status::ok);
  EXPECT_EQ(result("coro").memory.points.size(), 2U);
  ASSERT_EQ(result("coro").memory.left_out.size(), 1U);
  EXPECT_EQ(result("coro").memory.left_out[0].tasks, 2U);
  EXPECT_EQ(result("coro").memory.left_out[0].reason, "two are too many");
}

TEST_F(Rounds, VerifyTheRunsWhoseMemoryIsLookedAtToo) {
  executor.answer = [](const Call& call) {
    return call.order.pass == Pass::memory ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  run({"coro"});
  EXPECT_EQ(result("coro").status, Status::wrong_answer);
  EXPECT_EQ(result("coro").reason, "with its memory watched, 1 tasks: it lied");
  EXPECT_EQ(calls("coro", Pass::memory), 1U);
}

TEST_F(Rounds, CountWhatACellCreatesOnceAndNotThatOfSlowOnes) {
  executor.answer = [](const Call& call) {
    Report report = took(call.contestant == "uv" ? 1.01 : 0.99);
    if (call.order.pass == Pass::counted) report = {}, report.created = Created{1, 2, 3, 4};
    return report;
  };
  run({"coro", "uv"});
  EXPECT_EQ(calls("coro", Pass::counted), 1U);
  EXPECT_EQ(calls("uv", Pass::counted), 0U);
  EXPECT_EQ(result("coro").created.value().bytes, 4);
  EXPECT_EQ(result("coro").runs.size(), 4U);
  EXPECT_FALSE(result("uv").created);
  run({"uv"}, {.rounds = 1, .bare = true});  // on a busy machine every cell may be slow, and its counters all there is
  EXPECT_EQ(result("uv").created.value().bytes, 4);
}

TEST_F(Rounds, DoNotBlameACellForWhatCannotBeCounted) {
  for (const auto status : {Status::unsupported, Status::timed_out, Status::out_of_memory}) {
    executor.answer = [&](const Call& call) {
      return call.order.pass == Pass::counted ? failed(status, "in vain") : took(1);
    };
    run({"coro"});
    EXPECT_EQ(result("coro").status, Status::ok) << name_of(status);
    EXPECT_EQ(result("coro").uncounted, "in vain");
  }
}

TEST_F(Rounds, VerifyTheCountedRunToo) {
  executor.answer = [](const Call& call) {
    return call.order.pass == Pass::counted ? failed(Status::wrong_answer, "it lied") : took(1);
  };
  run({"coro"});
  EXPECT_EQ(result("coro").status, Status::wrong_answer);
  EXPECT_EQ(result("coro").reason, "counted: it lied");
}

TEST_F(Rounds, KeepJournalsOnlyWhenTheyAreAskedFor) {
  executor.answer = [](const Call& call) {
    Report report = took(1);
    if (call.order.tells_story) report.story = Story{.start_ns = 7, .tasks = {}};
    return report;
  };
  run({"coro"});
  EXPECT_FALSE(result("coro").story);
  run({"coro"}, {.rounds = 4, .seed = 444, .traces = true});
  EXPECT_EQ(result("coro").story.value().start_ns, 7);
}

TEST_F(Rounds, MergeTheLatenciesOfAllTimedRunsAndOfNoOther) {
  executor.answer = [](const Call& call) {
    Report report = took(1);
    report.latency.emplace().record(
        std::chrono::microseconds(call.confined || call.order.pass != Pass::timed ? 999 : 5));
    return report;
  };
  run({"threads"});
  ASSERT_TRUE(result("threads").latency);
  EXPECT_EQ(result("threads").latency->count(), 4U);
  EXPECT_EQ(result("threads").latency->max_ns(), 5000);
}

}  // namespace
