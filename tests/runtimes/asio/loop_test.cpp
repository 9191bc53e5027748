#include "runtimes/asio/loop.hpp"

#include <gmock/gmock.h>

#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <stdexcept>
#include <vector>

namespace {

asio::awaitable<void> step(std::vector<int>& steps, int task) {
  for (int i = 0; i < 2; ++i) {
    steps.push_back(task);
    co_await asio::post(asio::use_awaitable);
  }
}

asio::awaitable<void> fail() {
  co_await asio::post(asio::use_awaitable);
  throw std::runtime_error("thrown by a coroutine");
}

TEST(AsioLoop, RunsUntilEveryCoroutineHasEndedAndAgain) {
  on_asio::Loop loop;
  std::vector<int> steps;
  for (int run = 0; run < 2; ++run) {
    steps.clear();
    loop.spawn(step(steps, 1));
    loop.spawn(step(steps, 2));
    EXPECT_TRUE(steps.empty());
    loop.run();
    EXPECT_THAT(steps, testing::ElementsAre(1, 2, 1, 2));
  }
}

TEST(AsioLoop, RethrowsWhatACoroutineThrewAndKeepsTheOthers) {
  on_asio::Loop loop;
  std::vector<int> steps;
  loop.spawn(fail());
  loop.spawn(step(steps, 1));
  EXPECT_THAT([&] { loop.run(); },
              testing::ThrowsMessage<std::runtime_error>(testing::StrEq("thrown by a coroutine")));
  EXPECT_THAT(steps, testing::ElementsAre(1));
  loop.run();
  EXPECT_THAT(steps, testing::ElementsAre(1, 1));
}

TEST(AsioLoop, StandsInTheResultWithItsVersion) {
  const std::string version = os::linked().at("asio");
  EXPECT_THAT(version, testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
  EXPECT_EQ(version.front(), '1');
}

}  // namespace
