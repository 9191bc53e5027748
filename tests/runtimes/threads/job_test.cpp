#include "runtimes/threads/job.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <utility>

namespace {

using threads::Job;

TEST(Job, CallsItsBody) {
  int calls = 0;
  Job job([&] { ++calls; });
  job();
  EXPECT_EQ(calls, 1);
}

TEST(Job, OwnsWhatCannotBeCopied) {
  int got = 0;
  Job job([&got, owned = std::make_unique<int>(7)] { got = *owned; });
  Job moved(std::move(job));
  moved();
  EXPECT_EQ(got, 7);
}

TEST(Job, MovesBodiesThatAreTooLargeForItsRoom) {
  std::array<int, 100> large{};
  large.back() = 7;
  int got = 0;
  Job job([&got, large] { got = large.back(); });
  Job moved(std::move(job));
  moved();
  EXPECT_EQ(got, 7);
}

TEST(Job, KeepsMutableState) {
  int last = 0;
  Job job([&last, count = 0]() mutable { last = ++count; });
  job();
  job();
  EXPECT_EQ(last, 2);
}

template <std::size_t bytes>
struct Holder {
  void operator()() const {}
  std::shared_ptr<int> token;
  std::array<char, bytes> more{};
};

template <std::size_t bytes>
void expect_one_life() {
  const auto token = std::make_shared<int>(0);
  {
    Job job(Holder<bytes>{.token = token});
    EXPECT_EQ(token.use_count(), 2);
    const Job moved(std::move(job));
    EXPECT_EQ(token.use_count(), 2);
  }
  EXPECT_EQ(token.use_count(), 1);
}

TEST(Job, DestroysASmallBodyOnce) { expect_one_life<1>(); }

TEST(Job, DestroysALargeBodyOnce) { expect_one_life<1000>(); }

}  // namespace
