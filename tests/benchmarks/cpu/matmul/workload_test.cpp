#include "benchmarks/cpu/matmul/workload.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace matmul {
namespace {

const Parameters small{.size = 12, .tile = 4};
constexpr std::uint64_t nonce = 7;

// What a run leaves; tiles can be left out.
struct Done {
  explicit Done(std::uint64_t with = nonce, std::size_t first_tile = 0) {
    for (std::size_t tile = first_tile; tile < small.tiles(); ++tile)
      done += factors.multiply(tile, with, product);
  }
  Answer answer() const { return {product, done}; }

  const Factors factors{small};
  std::vector<double> product = std::vector<double>(small.entries());
  simul::Tally done;
};

TEST(Matmul, IsTheProductByItsDefinitionTimesANumberPerRow) {
  const Done run;
  const std::size_t size = 12;
  for (std::size_t row = 0; row < size; ++row) {
    std::optional<double> scale;
    for (std::size_t column = 0; column < size; ++column) {
      double sum = 0;
      for (std::size_t k = 0; k < size; ++k)
        sum += run.factors.left()[row * size + k] * run.factors.right()[k * size + column];
      const double entry = run.product[row * size + column];
      if (sum == 0) {
        EXPECT_EQ(entry, 0);
        continue;
      }
      if (!scale) scale = entry / sum;
      EXPECT_EQ(entry, *scale * sum) << row << ' ' << column;
    }
    ASSERT_TRUE(scale);
    EXPECT_TRUE(*scale >= 1 && *scale <= 16 && *scale == std::floor(*scale)) << *scale;
  }
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), std::nullopt);
}

TEST(Matmul, IsTheSameInTilesOfAnySize) {
  const Done run;
  for (const std::int64_t tile : {1, 2, 3, 6, 12}) {
    const Parameters p{.size = 12, .tile = tile};
    const Factors factors(p);
    std::vector<double> product(p.entries());
    for (std::size_t i = 0; i < p.tiles(); ++i) factors.multiply(i, nonce, product);
    EXPECT_EQ(product, run.product) << tile;
  }
}

TEST(Matmul, HasWholeTilesThatTheKernelHasRoomFor) {
  for (const char* profile : {"smoke", "quick", "full"}) {
    for (const Parameters& p : Workload::points(profile)) {
      EXPECT_EQ(p.size % p.tile, 0);
      EXPECT_LE(p.tile, 128);
      EXPECT_LT(16.0 * 1024 * 64 * static_cast<double>(p.size * p.size),
                std::pow(2, 53));  // all sums are exact
    }
  }
}

TEST(Matmul, RejectsATileThatWasLeftOut) {
  Done run(nonce, 1);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "8 tasks were done, not 9");
  run.done += simul::tally(nonce, 0);  // only said to have been done
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "row 0 of the product is wrong");
}

TEST(Matmul, RejectsATileDoneTwiceForOneThatWasNot) {
  Done run(nonce, 1);
  run.done += run.factors.multiply(3, nonce, run.product);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()),
            "the tasks are not those of this run, each done once");
}

TEST(Matmul, RejectsTheProductOfAnotherRun) {
  Done old(nonce - 1);
  EXPECT_EQ(Workload::verify(small, nonce, old.answer()),
            "the tasks are not those of this run, each done once");
  old.done = Done().done;
  EXPECT_NE(Workload::verify(small, nonce, old.answer()), std::nullopt);
}

TEST(Matmul, RejectsAnyWrongEntry) {
  for (std::size_t i = 0; i < small.entries(); ++i) {
    for (const double error : {-1.0, 1.0, std::numeric_limits<double>::quiet_NaN()}) {
      Done run;
      run.product[i] += error;
      EXPECT_EQ(Workload::verify(small, nonce, run.answer()),
                "row " + std::to_string(i / 12) + " of the product is wrong");
    }
  }
}

TEST(Matmul, RejectsAProductOfAnotherSize) {
  Done run;
  run.product.pop_back();
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "the product has 143 entries");
}

}  // namespace
}  // namespace matmul
