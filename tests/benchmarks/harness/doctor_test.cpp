#include "benchmarks/harness/doctor.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "benchmarks/harness/environment.hpp"
#include "tests/benchmarks/harness/made_up_machine.hpp"

namespace {

using namespace simul;
using testing::HasSubstr;
using testing::IsEmpty;
using Level = Finding::Level;

// A machine with nothing to say against it.
Json good() {
  return {{"build_type", "Release"},
          {"sanitizers", ""},
          {"cpus_allowed", 8},
          {"cpus_online", 8},
          {"cpu_quota", nullptr},
          {"isolated_cpus", ""},
          {"virtualised", false},
          {"hypervisor", nullptr},
          {"smt", false},
          {"governor", "performance"},
          {"turbo", false},
          {"hardware_counters", {{"available", true}, {"reason", ""}, {"perf_event_paranoid", 1}}},
          {"clocksource", "tsc"},
          {"transparent_huge_pages", "madvise"},
          {"tcp_congestion_control", "cubic"},
          {"somaxconn", 4096},
          {"mitigations", {{"meltdown", "Mitigation: PTI"}, {"mds", "Not affected"}}},
          {"max_open_files", 65536},
          {"max_threads", 100000},
          {"allocator", Json::object()}};
}
Look quiet() {
  return {{.window_s = 1,
           .own_s = 0,
           .cpus = 8,
           .busy_s = 0.01,
           .busy_step_s = tick_s,
           .steal_s = 0,
           .idle_s = 7.99,
           .throttled = 0,
           .load_average = 0.1},
          0.0};
}
std::string level_of(const std::vector<Finding>& findings, const std::string& topic) {
  const auto found = std::ranges::find(findings, topic, &Finding::topic);
  return found == findings.end() ? "none" : name_of(found->level);
}

TEST(Doctor, FindsNothingWrongWithAGoodMachine) {
  const auto findings = examine(good(), quiet());
  EXPECT_GT(findings.size(), 12U);
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.level, Level::ok) << finding.topic << ": " << finding.what;
    EXPECT_THAT(finding.advice, IsEmpty());
  }
  EXPECT_FALSE(any_bad(findings));
}

TEST(Doctor, NamesEachFaultOfTheSettings) {
  struct Row {
    const char* key;
    Json value;
    const char *topic, *level;
  };
  for (const Row& row :
       {Row{"build_type", "Debug", "build", "bad"}, Row{"sanitizers", "thread", "build", "bad"},
        Row{"virtualised", true, "virtualisation", "note"}, Row{"cpus_allowed", 2, "CPUs", "note"},
        Row{"cpus_allowed", 7, "affinity", "note"}, Row{"cpu_quota", 1.5, "CPU quota", "bad"},
        Row{"cpu_quota", 16, "CPU quota", "note"}, Row{"smt", true, "SMT", "note"},
        Row{"governor", "powersave", "frequency governor", "note"}, Row{"turbo", true, "turbo", "note"},
        Row{"clocksource", "hpet", "clock source", "bad"},
        Row{"transparent_huge_pages", "always", "huge pages", "note"},
        Row{"tcp_congestion_control", "bbr", "congestion control", "note"},
        Row{"somaxconn", 128, "listen backlog", "note"}, Row{"max_open_files", 1024, "open files", "note"},
        Row{"max_threads", 500, "threads", "note"},
        Row{"allocator", Json::parse(R"({"LD_PRELOAD": "x"})"), "allocator", "note"},
        Row{"hardware_counters", {{"available", false}, {"reason", "No"}}, "hardware counters", "note"}}) {
    Json machine = good();
    machine[row.key] = row.value;
    const auto findings = examine(machine, quiet());
    EXPECT_EQ(level_of(findings, row.topic), row.level) << row.key << ' ' << row.value;
    for (const Finding& finding : findings)
      EXPECT_EQ(finding.advice.empty(), finding.level == Level::ok) << finding.topic;
    EXPECT_EQ(any_bad(findings), std::string(row.level) == "bad") << row.key;
  }
}

TEST(Doctor, PassesOverWhatIsNotKnown) {
  Json machine = good();
  for (auto& [key, value] : machine.items()) {
    if (key != "build_type" && key != "sanitizers") value = nullptr;
  }
  for (const Finding& finding : examine(machine, Look{}))
    EXPECT_NE(finding.level, Level::bad) << finding.topic;
  for (const char* topic : {"turbo", "SMT", "steal time", "foreign load", "virtualisation"})
    EXPECT_EQ(level_of(examine(machine, Look{}), topic), "none");
}

TEST(Doctor, LooksAtWhatTheMachineDoes) {
  const auto levels = [](const std::function<void(Look&)>& change, const char* topic) {
    Look look = quiet();
    change(look);
    return level_of(examine(good(), look), topic);
  };
  EXPECT_EQ(levels([](Look& l) { l.conditions.busy_s = 0.3; }, "foreign load"), "note");
  EXPECT_EQ(levels([](Look& l) { l.conditions.busy_s = 0.6; }, "foreign load"), "bad");
  EXPECT_EQ(levels([](Look& l) { l.conditions.load_average = 5; }, "load average"), "note");
  EXPECT_EQ(levels([](Look& l) { l.conditions.steal_s = 0.1; }, "steal time"), "bad");
  EXPECT_EQ(levels([](Look& l) { l.stolen_since_boot = 0.001; }, "steal time"), "note");
}

TEST(Doctor, SeesWhatHappenedDuringItsLook) {
  const MadeUpMachine made_up;
  made_up.stat(1000, 2900, 100);
  const Look look = look_at(Machine(made_up.files), std::chrono::milliseconds(1));
  EXPECT_DOUBLE_EQ(look.stolen_since_boot.value(), 0.025);
  EXPECT_EQ(look.conditions.busy_s, 0);
  EXPECT_GE(look.conditions.window_s, 0.001);
  const MadeUpMachine silent;
  EXPECT_FALSE(look_at(Machine(silent.files), std::chrono::milliseconds(1)).stolen_since_boot);
}

TEST(Doctor, WritesForPeopleAndForPrograms) {
  const std::vector<Finding> findings{{Level::bad, "build", "a Debug build", "make another"},
                                      {Level::ok, "SMT", "off", ""}};
  std::ostringstream text;
  print(text, findings);
  EXPECT_THAT(text.str(), HasSubstr("bad   build               a Debug build\n"));
  EXPECT_THAT(text.str(), HasSubstr("make another\nok    SMT"));
  EXPECT_THAT(text.str(), HasSubstr("# 1 bad, 0 to note, 1 ok\n"));
  EXPECT_EQ(json_of(findings)[1], Json({{"level", "ok"}, {"topic", "SMT"}, {"what", "off"}, {"advice", ""}}));
  EXPECT_TRUE(any_bad(findings));
}

TEST(Doctor, CanExamineThisMachine) {
  const auto findings = examine(environment(), look_at(Machine(), std::chrono::milliseconds(60)));
  for (const char* topic : {"build", "CPUs", "hardware counters", "allocator", "foreign load", "mitigations"})
    EXPECT_NE(level_of(findings, topic), "none") << topic;
}

}  // namespace
