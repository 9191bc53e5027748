#include "benchmarks/cpu/mandelbrot/workload.hpp"

#include <gtest/gtest.h>

namespace mandelbrot {
namespace {

const Parameters small{.width = 20, .height = 12, .iterations = 100};
constexpr std::uint64_t nonce = 7;

struct Done {
  explicit Done(std::uint64_t with = nonce, std::size_t first_row = 0) {
    for (std::size_t row = first_row; row < small.rows(); ++row) rows += draw(small, row, with, picture);
  }
  Answer answer() const { return {picture, rows}; }

  std::vector<Pixel> picture = std::vector<Pixel>(small.pixels());
  simul::Tally rows;
};

// 1.5066 is the best known estimate of the set's area (T. Foerstemann, 2012); with few iterations it looks
// larger.
TEST(Mandelbrot, HasTheKnownArea) {
  const Parameters p{.width = 400, .height = 400, .iterations = 500};
  const Original original(p);
  const auto inside = std::ranges::count(original.pixels(), static_cast<Pixel>(p.iterations));
  EXPECT_NEAR(2.5 * 2.5 * static_cast<double>(inside) / static_cast<double>(p.pixels()), 1.5066, 0.03);
}

TEST(Mandelbrot, IsItsOwnMirrorImage) {
  const Original original(small);
  for (std::size_t row = 0; row < 6; ++row)
    for (std::size_t column = 0; column < 20; ++column)
      EXPECT_EQ(original.pixels()[row * 20 + column], original.pixels()[(11 - row) * 20 + column]);
}

// z -> z^2 + c from 0. One pixel is the middle of the picture, -0.75, which stays. Of 5 x 1 pixels the first
// is at -1.75 and the last at 0.25, and both stay; of 1 x 3 the first is at -0.75 - 0.83i, where |z| is 1.12,
// 0.98, 1.58 and then 3.21.
TEST(Mandelbrot, CountsIterations) {
  EXPECT_EQ(Original({1, 1, 50}).pixels()[0], 50U);
  EXPECT_EQ(Original({5, 1, 50}).pixels()[0], 50U);
  EXPECT_EQ(Original({5, 1, 50}).pixels()[4], 50U);
  EXPECT_EQ(Original({1, 3, 50}).pixels()[0], 4U);
  EXPECT_EQ(Original({1, 3, 2}).pixels()[0], 2U);
}

TEST(Mandelbrot, IsDrawnRightByItsKernel) {
  EXPECT_EQ(Workload::verify(small, nonce, Done().answer()), std::nullopt);
}

TEST(Mandelbrot, IsImbalanced) {
  EXPECT_GT(Original({320, 240, 1'000}).longest_share() * 240, 2.0);  // the longest row, in mean rows
}

TEST(Mandelbrot, RejectsARowThatWasLeftOut) {
  Done run(nonce, 1);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "11 tasks were done, not 12");
  run.rows += simul::tally(nonce, 0);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "row 0 is wrong");
}

TEST(Mandelbrot, RejectsARowDrawnTwiceForOneThatWasNot) {
  Done run(nonce, 1);
  run.rows += draw(small, 4, nonce, run.picture);
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()),
            "the tasks are not those of this run, each done once");
}

TEST(Mandelbrot, RejectsThePictureOfAnotherRun) {
  Done old(nonce + 1);
  EXPECT_EQ(Workload::verify(small, nonce, old.answer()),
            "the tasks are not those of this run, each done once");
  old.rows = Done().rows;
  EXPECT_EQ(Workload::verify(small, nonce, old.answer()), "row 0 is wrong");
}

TEST(Mandelbrot, RejectsAnyWrongPixelAndAMissingOne) {
  for (std::size_t i = 0; i < small.pixels(); ++i) {
    Done run;
    ++run.picture[i];
    EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "row " + std::to_string(i / 20) + " is wrong");
  }
  Done run;
  run.picture.pop_back();
  EXPECT_EQ(Workload::verify(small, nonce, run.answer()), "the picture has 239 pixels");
}

}  // namespace
}  // namespace mandelbrot
