#include "benchmarks/harness/cli.hpp"

#include <gmock/gmock.h>

#include "benchmarks/harness/executor.hpp"
#include "benchmarks/harness/intervals.hpp"
#include "tests/benchmarks/harness/made_up.hpp"

namespace {

using namespace simul;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::variant<Command, int> parsed(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "simul");
  std::vector<const char*> argv;
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  return parse(static_cast<int>(argv.size()), argv.data());
}

template <class C>
C command(const std::vector<std::string>& arguments) {
  return std::get<C>(std::get<Command>(parsed(arguments)));
}

// What is printed when a command line is refused; "accepted" when it is not.
std::string refusal(const std::vector<std::string>& arguments) {
  testing::internal::CaptureStderr();
  const auto result = parsed(arguments);
  const std::string said = testing::internal::GetCapturedStderr();
  if (!std::holds_alternative<int>(result)) return "accepted";
  EXPECT_EQ(std::get<int>(result), exit_usage) << said;
  EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
  EXPECT_TRUE(said.starts_with("simul: ")) << said;
  return said;
}

TEST(CommandLine, RunsTheQuickProfileByDefault) {
  for (const auto& run : {command<RunCommand>({}), command<RunCommand>({"run"})}) {
    EXPECT_EQ(run.selection.profile, "quick");
    EXPECT_EQ(run.selection.filter, ".");
    EXPECT_EQ(run.schedule.rounds, 12U);
    EXPECT_EQ(run.schedule.slow_rounds, 3U);
    EXPECT_TRUE(run.schedule.as_few_as_rank);
    EXPECT_EQ(run.schedule.confined_rounds, 3U);
    EXPECT_EQ(run.schedule.extra_rounds, 0U);
    EXPECT_EQ(run.schedule.slow_s, 0.25);
    EXPECT_TRUE(run.schedule.sweeps_in_brief);
    EXPECT_EQ(run.schedule.seed, 444U);
    EXPECT_TRUE(run.isolated);
    EXPECT_FALSE(run.schedule.pin);
    EXPECT_GT(run.memory_limit_bytes, 0);
  }
}

TEST(CommandLine, TakesABudgetForWhateverSelectsCells) {
  EXPECT_FALSE(command<RunCommand>({}).selection.budget_s);  // that of the profile
  EXPECT_EQ(command<RunCommand>({"run", "--budget", "2.5"}).selection.budget_s, 2.5);
  EXPECT_EQ(command<ListCommand>({"list", "--budget", "1e-9"}).selection.budget_s, 1e-9);
  EXPECT_EQ(default_budget_s("smoke"), 1);
  EXPECT_EQ(default_budget_s("quick"), 1);
  EXPECT_EQ(default_budget_s("full"), 10);
}

TEST(CommandLine, TakesWhatIsAskedFor) {
  const auto run = command<RunCommand>(
      {"run",   "--filter",  "^cpu/", "--runtime", "coro,uv", "--profile",     "smoke", "--workers",
       "7",     "--rounds",  "2",     "--seed",    "9",       "--timeout",     "1.5",   "--memory-limit",
       "100MB", "--isolate", "none",  "--out",     "o",       "--repetitions", "5",     "--calibration",
       "c"});
  EXPECT_EQ(run.selection.filter, "^cpu/");
  EXPECT_THAT(run.selection.runtimes, ElementsAre("coro", "uv"));
  EXPECT_THAT(run.selection.workers, ElementsAre(7));
  EXPECT_EQ(run.schedule.rounds, 2U);
  EXPECT_EQ(run.schedule.slow_rounds, 2U);
  EXPECT_EQ(run.schedule.confined_rounds, 2U);
  EXPECT_FALSE(run.schedule.as_few_as_rank);
  EXPECT_EQ(run.schedule.repetitions, 5U);
  EXPECT_EQ(run.schedule.seed, 9U);
  EXPECT_EQ(run.timeout, std::chrono::milliseconds(1500));
  EXPECT_GE(run.memory_limit_bytes, 100'000'000);
  EXPECT_LE(run.memory_limit_bytes, 100 << 20);
  EXPECT_FALSE(run.isolated);
  EXPECT_EQ(run.out, "o");
  EXPECT_EQ(run.calibration, "c");
}

// Who measures rounds by hand wants no more of them, unless they say so.
TEST(CommandLine, IsBareOnlyWhenAsked) {
  EXPECT_FALSE(command<RunCommand>({"run"}).schedule.bare);
  EXPECT_EQ(command<RunCommand>({"run", "--profile", "full"}).schedule.extra_rounds, 2U);
  const auto bare = command<RunCommand>({"run", "--profile", "full", "--bare"});
  EXPECT_TRUE(bare.schedule.bare);
  EXPECT_EQ(bare.schedule.extra_rounds, 0U);
  EXPECT_FALSE(bare.schedule.traces);
  EXPECT_TRUE(command<RunCommand>({"run", "--traces"}).schedule.traces);
  EXPECT_EQ(command<RunCommand>({"run", "--bare", "--extra-rounds", "5"}).schedule.extra_rounds, 5U);
}

TEST(CommandLine, TakesSeveralCountsOfWorkers) {
  EXPECT_THAT(command<RunCommand>({"--workers", "4,1,2"}).selection.workers, ElementsAre(1, 2, 4));
  EXPECT_THAT(command<ListCommand>({"list", "-w", "8,64"}).selection.workers, ElementsAre(8, 64));
  EXPECT_TRUE(command<RunCommand>({"--profile", "full"}).selection.workers.empty());
  EXPECT_THAT(refusal({"--workers", "1,2,1"}), HasSubstr("1 stands there twice"));
  EXPECT_THAT(refusal({"--workers", "1,4097"}), HasSubstr("'4097' is not a number from 1 to 4096"));
}

TEST(CommandLine, TracesOneCell) {
  const auto trace = command<TraceCommand>({"trace", "gather/coro", "--out", "t.json", "--profile", "smoke",
                                            "--workers", "3", "--timeout", "1.5", "--calibration", "c"});
  EXPECT_EQ(trace.selection.filter, "gather/coro");
  EXPECT_EQ(trace.selection.profile, "smoke");
  EXPECT_THAT(trace.selection.workers, ElementsAre(3));
  EXPECT_EQ(trace.timeout, std::chrono::milliseconds(1500));
  EXPECT_EQ(command<TraceCommand>({"trace", "--workers", "3", "gather/coro", "--out", "t"}).selection.filter,
            "gather/coro");
  EXPECT_EQ(trace.out, "t.json");
  EXPECT_EQ(trace.calibration, "c");
  EXPECT_GT(command<TraceCommand>({"trace", "x", "--out", "t"}).memory_limit_bytes, 0);
}

TEST(CommandLine, RefusesATraceOfNothingOrToNowhere) {
  EXPECT_THAT(refusal({"trace", "--out", "t"}), HasSubstr("cell"));
  EXPECT_THAT(refusal({"trace", "gather"}), HasSubstr("--out"));
  EXPECT_THAT(refusal({"trace", "(", "--out", "t"}), HasSubstr("is not a regular expression"));
  EXPECT_NE(refusal({"trace", "a", "b", "--out", "t"}), "accepted");
}

TEST(CommandLine, HasTheRoundsOfTheProfile) {
  EXPECT_EQ(command<RunCommand>({"--profile", "smoke"}).schedule.rounds, 1U);
  EXPECT_EQ(command<RunCommand>({"--profile", "full"}).schedule.rounds, 20U);
}

// Its time is not short.
TEST(CommandLine, SparesNothingInTheFullProfile) {
  const auto full = command<RunCommand>({"--profile", "full"}).schedule;
  EXPECT_EQ(full.confined_rounds, full.rounds);
  EXPECT_EQ(full.extra_rounds, 2U);
  EXPECT_EQ(full.slow_s, 1);
  EXPECT_FALSE(full.sweeps_in_brief);
  EXPECT_FALSE(full.as_few_as_rank);
}

TEST(CommandLine, KnowsGoogleBenchmarksFlags) {
  EXPECT_TRUE(command<RunCommand>({"--pin"}).schedule.pin);
  EXPECT_EQ(command<RunCommand>({"--profile", "full", "--extra-rounds", "0"}).schedule.extra_rounds, 0U);
  EXPECT_EQ(command<RunCommand>({"--extra-rounds", "3"}).schedule.extra_rounds, 3U);
  const auto run = command<RunCommand>({"--benchmark_filter=coro", "--benchmark_out=x.json",
                                        "--benchmark_out_format=json", "--benchmark_repetitions=4"});
  EXPECT_EQ(run.selection.filter, "coro");
  EXPECT_EQ(run.out, "x.json");
  EXPECT_EQ(run.schedule.repetitions, 4U);
  for (const char* flag : {"--benchmark_list_tests", "--benchmark_list_tests=true"})
    EXPECT_TRUE(command<ListCommand>({flag, "--benchmark_filter=uv"}).names_only);
  command<RunCommand>({"--benchmark_list_tests=false"});
}

TEST(CommandLine, RefusesEveryOtherFlagOfGoogleBenchmarkByName) {
  for (const std::string flag :
       {"--benchmark_min_time", "--benchmark_format", "--benchmark_color", "--benchmark_context"}) {
    EXPECT_THAT(refusal({flag + "=1"}), HasSubstr(flag + " is not supported"));
    EXPECT_THAT(refusal({"run", flag}), HasSubstr(flag));
    EXPECT_THAT(refusal({"list", flag}), HasSubstr(flag));
  }
  EXPECT_THAT(refusal({"--benchmark_out_format=csv"}), HasSubstr("json"));
}

TEST(CommandLine, SaysWhatWouldBeValid) {
  EXPECT_THAT(refusal({"--profile", "nonsense"}),
              AllOf(HasSubstr("nonsense"), HasSubstr("smoke"), HasSubstr("quick"), HasSubstr("full")));
  EXPECT_THAT(refusal({"--runtime", "cor"}), AllOf(HasSubstr("cor"), HasSubstr("coro"), HasSubstr("uv")));
  EXPECT_THAT(refusal({"--isolate", "thread"}), AllOf(HasSubstr("process"), HasSubstr("none")));
  EXPECT_THAT(refusal({"bench"}),
              AllOf(HasSubstr("'bench'"), HasSubstr("run"), HasSubstr("list"), HasSubstr("trace")));
}

TEST(CommandLine, RefusesWhatMakesNoSense) {
  const std::vector<std::vector<std::string>> nonsense{
      {"--workers", "0"},        {"--workers", "two"},
      {"--budget", "0"},         {"--budget", "soon"},
      {"--workers", "-1"},       {"--rounds", "0"},
      {"--workers", "1,"},       {"--workers", "1", "--workers", "2"},
      {"--rounds", "1.5"},       {"--seed", "x"},
      {"--timeout", "0"},        {"--timeout", "soon"},
      {"--memory-limit", "big"}, {"--nonsense"},
      {"run", "--filter"},       {"run", "extra"},
      {"list", "--rounds", "2"}, {"--extra-rounds", "-1"},
      {"--repetitions", "0"},    {"--memory-limit", "-1"},
      {"--seed", "-1"},          {"--bare", "--traces"},
      {"--out", "a", "--out", "b"}};
  for (const auto& arguments : nonsense)
    EXPECT_NE(refusal(arguments), "accepted") << arguments.front() << ' ' << arguments.back();
}

TEST(CommandLine, RefusesNumbersThatAreNoneOrOutOfRangeInOneShortLine) {
  const std::vector<std::pair<std::string, std::string>> nonsense{
      {"--budget", "nan"},   {"--budget", "inf"},  {"--budget", "0"},      {"--timeout", "nan"},
      {"--timeout", "1e9"},  {"--rounds", "1e3"},  {"--memory-limit", "0"}, {"--seed", "-1"},
      {"--seed", "1.5"},     {"--seed", "x"},      {"--seed", "18446744073709551616"},
      {"--rounds", "10001"}, {"--rounds", " 1"}};
  for (const auto& [flag, value] : nonsense) {
    const std::string line = refusal({flag, value});
    EXPECT_THAT(line, AllOf(HasSubstr(flag), HasSubstr("'" + value + "' is not a"), HasSubstr(" from "))) << value;
    EXPECT_LT(line.size(), 120U) << line;
  }
  EXPECT_EQ(command<RunCommand>({"--seed", "18446744073709551615"}).schedule.seed, 18446744073709551615U);
}

TEST(CommandLine, RefusesAFilterThatIsNoRegularExpression) {
  for (const char* filter : {"(", "[a", "*", "-(", "-*", "a{2"})
    EXPECT_THAT(refusal({std::string("--filter=") + filter}), HasSubstr("is not a regular expression"));
  EXPECT_EQ(command<RunCommand>({"--filter=-coro"}).selection.filter, "-coro");
}

TEST(CommandLine, TracesTheRuntimesThatAreNamed) {
  EXPECT_THAT(command<TraceCommand>({"trace", "toy", "--out", "t.json"}).selection.runtimes, testing::IsEmpty());
  EXPECT_THAT(command<TraceCommand>({"trace", "toy", "--out", "t.json", "--runtime", "asio"}).selection.runtimes,
              testing::ElementsAre("asio"));
}

TEST(CommandLine, CallsTheDoctor) {
  EXPECT_FALSE(command<DoctorCommand>({"doctor"}).json);
  EXPECT_TRUE(command<DoctorCommand>({"doctor", "--json"}).json);
  EXPECT_NE(refusal({"doctor", "--rounds", "2"}), "accepted");
}

TEST(CommandLine, ExplainsItself) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"--help"}, {"-h"}, {"run", "--help"}}) {
    testing::internal::CaptureStdout();
    EXPECT_EQ(std::get<int>(parsed(arguments)), exit_ok);
    EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("Exit status"));
  }
  testing::internal::CaptureStdout();
  EXPECT_EQ(std::get<int>(parsed({"--version"})), exit_ok);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), testing::StartsWith("simul "));
}

// What a parent tells its child is what the child understands.
TEST(CommandLine, OfAChildCarriesTheOrder) {
  for (const Pass pass : {Pass::timed, Pass::observed, Pass::kernel, Pass::memory, Pass::counted}) {
    const Selection selection{.profile = "full", .filter = "ignored", .workers = {3}, .steps_per_us = 77};
    Cell cell = toy_cells({"fork_pool"}).front();
    cell.workers = 5;
    const Order order{pass, 9, 0xffffffff, pass == Pass::observed, 4, pass == Pass::observed};
    const auto child = command<CellCommand>(child_arguments(selection, cell, order));
    EXPECT_EQ(child.cell, cell.name);
    EXPECT_EQ(child.selection.profile, "full");
    EXPECT_THAT(child.selection.workers, ElementsAre(5));
    EXPECT_EQ(child.selection.steps_per_us, 77);
    EXPECT_EQ(child.order.pass, pass);
    EXPECT_EQ(child.order.repetitions, 9U);
    EXPECT_EQ(child.order.nonce, 0xffffffffU);
    EXPECT_EQ(child.order.pin, pass == Pass::observed);
    EXPECT_EQ(child.order.memory_point, 4U);
    EXPECT_EQ(child.order.tells_story, pass == Pass::observed);
  }
}

}  // namespace
