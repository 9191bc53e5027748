#include "runtimes/fork/shared.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <limits>
#include <new>
#include <numeric>
#include <system_error>
#include <type_traits>
#include <utility>

#include "runtimes/fork/child.hpp"

namespace {

using forked::Child;
using forked::Shared;

struct Square {
  int piece = 7;
};

static_assert(!std::is_copy_constructible_v<Shared<int>>);

TEST(Shared, StartsAtZero) {
  const Shared<int> numbers(1000);
  EXPECT_EQ(std::accumulate(numbers.begin(), numbers.end(), 0), 0);
}

TEST(Shared, ConstructsEveryElement) {
  const Shared<Square> board(64);
  ASSERT_EQ(board.size(), 64U);
  for (const Square& square : board) EXPECT_EQ(square.piece, 7);
}

TEST(Shared, ConstructsFromArguments) {
  const Shared<std::pair<int, char>> pairs(3, 5, 'x');
  for (const auto& pair : pairs.span()) EXPECT_EQ(pair, (std::pair{5, 'x'}));
}

TEST(Shared, ShowsTheParentWhatAChildWrote) {
  const Shared<std::uint64_t> number(1);
  Child([&] { number[0] = 444; }).wait();
  EXPECT_EQ(number[0], 444U);
}

TEST(Shared, ShowsChildrenWhatTheParentWroteAfterTheFork) {
  const Shared<std::atomic<int>> order(2);
  Child child([&] {
    while (order[0] == 0) continue;
    order[1] = order[0] * 2;
  });
  order[0] = 21;
  child.wait();
  EXPECT_EQ(order[1], 42);
}

TEST(Shared, MovingKeepsTheMemory) {
  Shared<int> from(1);
  from[0] = 7;
  const int* address = &from[0];
  const Shared<int> to(std::move(from));
  EXPECT_EQ(&to[0], address);
  EXPECT_EQ(to[0], 7);
}

TEST(Shared, MayBeEmpty) {
  const Shared<int> nothing(0);
  EXPECT_TRUE(nothing.span().empty());
}

TEST(Shared, RefusesMoreThanMemoryCanHold) {
  const auto too_much = std::numeric_limits<std::size_t>::max() / 2;
  EXPECT_THROW(Shared<std::uint64_t>{too_much}, std::bad_array_new_length);
  EXPECT_THROW(Shared<char>{too_much}, std::system_error);
}

}  // namespace
