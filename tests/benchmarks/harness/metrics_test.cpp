#include "benchmarks/harness/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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
          .floor_cpu_s = Metric::known(3655. / 4),
          .ideal_on_one_s = Metric::known(3655),
          .cpus = 2,
          .units = 720};
}

// 64 equal tasks of 12 ms of work and a wait of 5 ms on two CPUs: 1,088 ms one after the other, of which 768 ms are
// work. On one CPU the waits hide behind the work: 768 + 5 ms; on two, 384 + 5 ms. Measured: 780 and 400 ms, for 776
// ms of CPU time.
Measured mixed() {
  return {.wall_s = 0.400,
          .cpu_s = 0.776,
          .baseline_s = Metric::known(1.088),
          .confined_s = Metric::known(0.780),
          .useful_s = Metric::known(0.768),
          .ideal_s = Metric::known(0.389),
          .floor_wall_s = Metric::unknown("none"),
          .floor_cpu_s = Metric::unknown("none"),
          .ideal_on_one_s = Metric::known(0.773),
          .cpus = 2,
          .lanes = 2,
          .units = 64};
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

// Of two CPUs she used one, 55 s of it walking; 720 moves.
TEST(Metrics, OfTheExhibitionsCoreSecondsAreThoseComputedByHand) {
  const auto m = exhibition();
  EXPECT_NEAR(value(m, "useful_share"), 3600. / 7310, 1e-12);
  EXPECT_NEAR(value(m, "overhead_share"), 55. / 7310, 1e-12);
  EXPECT_DOUBLE_EQ(value(m, "idle_share"), 0.5);
  EXPECT_NEAR(value(m, "overlap_potential"), 11.8194, 1e-4);
  EXPECT_DOUBLE_EQ(value(m, "parallel_potential"), 1);
  EXPECT_DOUBLE_EQ(value(m, "overhead"), 1);
  EXPECT_NEAR(value(m, "overhead_us_per_unit"), 55e6 / 720, 1e-6);
  EXPECT_EQ(value(m, "cost"), 1);
}

TEST(Metrics, OfMixedWorkAreThoseComputedByHand) {
  const auto m = mixed();
  EXPECT_NEAR(value(m, "useful_share"), 0.96, 1e-12);
  EXPECT_NEAR(value(m, "overhead_share"), 0.01, 1e-12);
  EXPECT_NEAR(value(m, "idle_share"), 0.03, 1e-12);
  EXPECT_NEAR(value(m, "overlap_potential"), 1.40750, 1e-5);
  EXPECT_NEAR(value(m, "parallel_potential"), 1.98715, 1e-5);
  EXPECT_NEAR(value(m, "overhead"), 1.02828, 1e-5);
  EXPECT_NEAR(value(m, "karp_flatt"), 2 * 0.400 / 0.780 - 1, 1e-12);  // 1 / G = 0.5128 instead of 0.5
  EXPECT_NEAR(value(m, "overhead_us_per_unit"), 125, 1e-9);           // 8 ms over 64 tasks
}

TEST(Metrics, OfTheSerialShareAreForWorkOnSeveralCpusOnly) {
  auto m = mixed();
  m.useful_s = Metric::known(0.544);
  EXPECT_EQ(reason(m, "karp_flatt"), "at most half of the baseline is CPU work");
  m = mixed();
  m.lanes = 1;
  EXPECT_NE(reason(m, "karp_flatt"), "known");
  m = mixed();
  m.lanes = m.cpus = 4;  // 780 ms in a quarter and a serial share of that
  m.wall_s = 0.780 * (0.1 + 0.9 / 4);
  EXPECT_NEAR(value(m, "karp_flatt"), 0.1, 1e-12);
  m.baseline_s = Metric::unknown("a");
  EXPECT_EQ(reason(m, "karp_flatt"), "a");
}

TEST(Metrics, OfACellsCostTakeOneCpuOrAllOfThem) {
  auto m = mixed();
  EXPECT_EQ(value(m, "cost"), 1);
  m.confined_s = Metric::known(1.1);
  EXPECT_EQ(value(m, "cost"), 2);
  m.wall_s = 1.2;
  EXPECT_EQ(reason(m, "cost"), "never beat `sequential`");
  m.lanes = 1;
  m.wall_s = 1;
  EXPECT_EQ(value(m, "cost"), 1);
}

TEST(Metrics, KeepTheirIdentitiesWhateverWasMeasured) {
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto some = [&](std::uint64_t salt) {
      return 1e-6 * static_cast<double>(1 + simul::mix(8 * i + salt) % 100'000'000);
    };
    const Measured m{.wall_s = some(0),
                     .cpu_s = some(1),
                     .baseline_s = Metric::known(some(2)),
                     .confined_s = Metric::known(some(3)),
                     .useful_s = Metric::known(some(4)),
                     .ideal_s = Metric::known(some(5)),
                     .ideal_on_one_s = Metric::known(some(6)),
                     .cpus = 1 + static_cast<unsigned>(i % 64)};
    const double s = value(m, "speedup");
    ASSERT_NEAR(value(m, "wait_overlap") + value(m, "useful_parallelism"), s,
                1e-9 * std::max(s, value(m, "useful_parallelism")));
    ASSERT_NEAR(value(m, "concurrency_gain") * value(m, "parallelism_gain"), s, 1e-9 * s);
    ASSERT_NEAR(value(m, "overlap_potential") * value(m, "parallel_potential") / value(m, "overhead"), s,
                1e-9 * s);
    const double useful = value(m, "useful_share"), overhead = value(m, "overhead_share");
    ASSERT_NEAR(useful + overhead + value(m, "idle_share"), 1, 1e-9 * (1 + useful + std::abs(overhead)));
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
                         .floor_cpu_s = Metric::unknown("d"),
                         .cpus = 2,
                         .units = 0};
  for (const auto& [name, metric] : derive(nothing)) {
    EXPECT_FALSE(metric.value) << name;
    EXPECT_FALSE(metric.reason.empty()) << name;
  }
  EXPECT_EQ(reason(nothing, "of_ideal"), "b");
  EXPECT_EQ(reason(nothing, "of_floor"), "c");
  EXPECT_EQ(reason(nothing, "of_floor_cpu"), "d");
}

}  // namespace
