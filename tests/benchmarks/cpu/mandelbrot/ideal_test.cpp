// The closed form, by hand and against a scheduler that is never idle, with the rows' own costs.
#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <queue>

#include "benchmarks/cpu/mandelbrot/workload.hpp"

namespace mandelbrot {
namespace {

// Three pixels, one to a row, at -0.75 - 0.83i, -0.75 and -0.75 + 0.83i. They take 4, 44 and 4 iterations,
// and what else a pixel costs counts as no more than 16: the middle row is 60 of 100.
const Parameters three{.width = 1, .height = 3, .iterations = 44};

TEST(MandelbrotIdeal, IsTheSharedWorkOrTheLongestRow) {
  EXPECT_DOUBLE_EQ(Original(three).longest_share(), 0.6);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(three, 1, 10), 10);
  EXPECT_DOUBLE_EQ(simul::ideal_s<Workload>(three, 2, 10), 6);
  EXPECT_EQ(Workload::bounds(three, 2, 10)[0].first, "work");
  EXPECT_DOUBLE_EQ(Workload::bounds(three, 2, 10)[0].second, 5);
  EXPECT_EQ(Workload::bounds(three, 2, 10)[1].first, "longest_task");
}

// Whoever is free draws the next row; a row costs its iterations and `per_pixel` more for each pixel.
double simulated_s(const Parameters& p, unsigned cpus, double per_pixel, double& all) {
  const auto& original = simul::made_once<Original>(p);
  std::priority_queue<double, std::vector<double>, std::greater<>> free;
  for (unsigned i = 0; i < cpus; ++i) free.push(0);
  double end = 0;
  all = 0;
  for (std::size_t row = 0; row < p.rows(); ++row) {
    const auto pixels = original.pixels().subspan(row * p.columns(), p.columns());
    const double cost =
        std::accumulate(pixels.begin(), pixels.end(), per_pixel * static_cast<double>(p.width));
    const double done = free.top() + cost;
    free.pop();
    free.push(done);
    all += cost, end = std::max(end, done);
  }
  return end;
}

TEST(MandelbrotIdeal, IsNeverAboveWhatASchedulerNeeds) {
  for (const Parameters& p : {three, Parameters{40, 30, 200}, Parameters{64, 48, 500}}) {
    for (unsigned cpus = 1; cpus <= 64; ++cpus) {
      for (const double per_pixel : {0.0, 3.0, 16.0}) {
        double all = 0;
        const double took = simulated_s(p, cpus, per_pixel, all);
        ASSERT_LE(simul::ideal_s<Workload>(p, cpus, all), took * (1 + 1e-12))
            << p.width << ' ' << cpus << ' ' << per_pixel;
      }
    }
  }
}

}  // namespace
}  // namespace mandelbrot
