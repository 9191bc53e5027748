#include "benchmarks/harness/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using namespace simul;

std::string line(const Spent& spent, double all_s) {
  std::ostringstream out;
  print_time(out, spent, all_s);
  return out.str();
}

TEST(Time, IsToldInMinutesAndForWhatThereWas) {
  EXPECT_EQ(line({.by_job = {0, 61.4, 0, 0, 9.5}, .by_workload = {}}, 74.6), "took 1:15 (timed 1:01, memory 0:10)\n");
  EXPECT_EQ(line({.by_job = {0, 3599.7, 0, 0, 0}, .by_workload = {}}, 3661), "took 61:01 (timed 60:00)\n");
}

TEST(Time, OfNothingIsAllThereIs) { EXPECT_EQ(line({}, 0.4), "took 0:00\n"); }

}  // namespace
