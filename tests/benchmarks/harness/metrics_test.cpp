#include "benchmarks/harness/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "benchmarks/harness/work.hpp"

namespace {

using simul::derive;
using simul::Measured;
using simul::Metric;

Metric named(const simul::NamedMetrics& metrics, std::string_view name) {
  const auto found = std::ranges::find(metrics, name, &simul::NamedMetrics::value_type::first);
  return found == metrics.end() ? Metric::unknown("there is no metric of that name") : found->second;
}
double value(const Measured& measured, std::string_view name) {
  return named(derive(measured), name).value.value();
}
std::string reason(const Measured& measured, std::string_view name) {
  const auto metric = named(derive(measured), name);
  return metric.value ? "known" : metric.reason;
}

// The published exhibition: 24 boards, 30 moves of 5 s, replies of 55 s, walked from table to table.
Measured exhibition() {
  return {.wall_s = 3655,
          .cpu_s = 3655,
          .baseline_s = Metric::known(43'200),
          .confined_s = Metric::known(3655),
          .useful_s = Metric::known(3600),
          .ideal_s = Metric::known(3655),
          .floor_wall_s = Metric::known(3655. / 2),
          .floor_cpu_s = Metric::known(3655. / 4)};
}

TEST(Metrics, OfTheExhibitionAreThoseComputedByHand) {
  const auto m = exhibition();
  EXPECT_NEAR(value(m, "speedup"), 11.8194, 1e-4);
  EXPECT_NEAR(value(m, "useful_parallelism"), 0.98495, 1e-5);
  EXPECT_NEAR(value(m, "wait_overlap"), 10.8345, 1e-4);
  EXPECT_NEAR(value(m, "concurrency_gain"), 11.8194, 1e-4);
  EXPECT_DOUBLE_EQ(value(m, "parallelism_gain"), 1);
  EXPECT_DOUBLE_EQ(value(m, "cores_busy"), 1);
  EXPECT_NEAR(value(m, "cpu_overhead"), 3655. / 3600, 1e-12);
  EXPECT_DOUBLE_EQ(value(m, "of_ideal"), 1);
  EXPECT_DOUBLE_EQ(value(m, "of_floor"), 0.5);
  EXPECT_DOUBLE_EQ(value(m, "of_floor_cpu"), 0.25);
}

TEST(Metrics, KeepBothIdentitiesWhateverWasMeasured) {
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto some = [&](std::uint64_t salt) {
      return 1e-6 * static_cast<double>(1 + simul::mix(8 * i + salt) % 100'000'000);
    };
    const Measured m{.wall_s = some(0),
                     .cpu_s = some(1),
                     .baseline_s = Metric::known(some(2)),
                     .confined_s = Metric::known(some(3)),
                     .useful_s = Metric::known(some(4))};
    const double s = value(m, "speedup");
    ASSERT_NEAR(value(m, "wait_overlap") + value(m, "useful_parallelism"), s,
                1e-9 * std::max(s, value(m, "useful_parallelism")));
    ASSERT_NEAR(value(m, "concurrency_gain") * value(m, "parallelism_gain"), s, 1e-9 * s);
  }
}

TEST(Metrics, WithoutABaselineSayWhy) {
  auto m = exhibition();
  m.baseline_s = Metric::unknown("`sequential` was not run");
  for (const char* name : {"speedup", "concurrency_gain", "wait_overlap"})
    EXPECT_EQ(reason(m, name), "`sequential` was not run") << name;
  for (const char* name : {"parallelism_gain", "useful_parallelism", "cores_busy", "of_ideal"})
    EXPECT_EQ(reason(m, name), "known") << name;
}

TEST(Metrics, WithoutAConfinedRunSayWhy) {
  auto m = exhibition();
  m.confined_s = Metric::unknown("not run confined to one CPU");
  EXPECT_EQ(reason(m, "concurrency_gain"), "not run confined to one CPU");
  EXPECT_EQ(reason(m, "parallelism_gain"), "not run confined to one CPU");
  EXPECT_EQ(reason(m, "speedup"), "known");
}

TEST(Metrics, WithoutUsefulWorkHaveNoOverheadButAllWaits) {
  auto m = exhibition();
  m.useful_s = Metric::known(0);
  EXPECT_NE(reason(m, "cpu_overhead"), "known");
  EXPECT_DOUBLE_EQ(value(m, "useful_parallelism"), 0);
  EXPECT_DOUBLE_EQ(value(m, "wait_overlap"), value(m, "speedup"));
}

TEST(Metrics, AreNeverInfiniteAndNeverNullWithoutAReason) {
  const Measured nothing{.wall_s = 0,
                         .cpu_s = 0,
                         .baseline_s = Metric::known(1),
                         .confined_s = Metric::known(0),
                         .useful_s = Metric::unknown("a"),
                         .ideal_s = Metric::unknown("b"),
                         .floor_wall_s = Metric::unknown("c"),
                         .floor_cpu_s = Metric::unknown("d")};
  for (const auto& [name, metric] : derive(nothing)) {
    EXPECT_FALSE(metric.value) << name;
    EXPECT_FALSE(metric.reason.empty()) << name;
  }
  EXPECT_EQ(reason(nothing, "of_ideal"), "b");
  EXPECT_EQ(reason(nothing, "of_floor"), "c");
  EXPECT_EQ(reason(nothing, "of_floor_cpu"), "d");
}

}  // namespace
