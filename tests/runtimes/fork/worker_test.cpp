#include "runtimes/fork/worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include "runtimes/fork/message.hpp"
#include "runtimes/fork/shared.hpp"
#include "runtimes/sequential/blocking.hpp"

namespace {

using forked::Worker;

void return_until_zero(int requests, int replies) {
  int number = 0;
  while (sequential::read_message(requests, forked::room_of(number)) && number != 0)
    sequential::write_all(replies, forked::bytes_of(number));
}

int ask(Worker& worker, int request) {
  worker.give(forked::bytes_of(request));
  int reply = 0;
  worker.take(forked::room_of(reply));
  return reply;
}

TEST(Worker, ServesOneRequestAfterAnother) {
  Worker worker(return_until_zero);
  EXPECT_EQ(ask(worker, 7), 7);
  EXPECT_EQ(ask(worker, 8), 8);
}

TEST(Worker, FinishWaitsUntilItHasLeft) {
  const forked::Shared<bool> leaving(1);
  Worker worker([&](int requests, int replies) {
    return_until_zero(requests, replies);
    leaving[0] = true;
  });
  worker.give(forked::bytes_of(0));
  worker.finish();
  EXPECT_TRUE(leaving[0]);
}

TEST(Worker, TellsWhatKilledIt) {
  Worker worker([](int, int) { throw std::runtime_error("lost a piece"); });
  try {
    ask(worker, 1);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("lost a piece"));
  }
}

TEST(Worker, ThatLeavesWithoutAnAnswerIsAnError) {
  Worker worker([](int, int) {});
  EXPECT_THROW(ask(worker, 1), std::runtime_error);
}

TEST(Worker, CanBeGivenRequestsAfterItsDeath) {
  Worker worker([](int, int) {});
  int reply = 0;
  EXPECT_THROW(worker.take(forked::room_of(reply)), std::runtime_error);
  EXPECT_NO_THROW(worker.give(forked::bytes_of(1)));
}

TEST(WaitForAny, FindsTheOneThatReplied) {
  Worker silent(return_until_zero), talkative(return_until_zero);
  talkative.give(forked::bytes_of(1));
  std::array<pollfd, 2> polled{pollfd{.fd = silent.replies(), .events = POLLIN, .revents = 0},
                               pollfd{.fd = talkative.replies(), .events = POLLIN, .revents = 0}};
  forked::wait_for_any(polled);
  EXPECT_EQ(polled[0].revents, 0);
  EXPECT_EQ(polled[1].revents, POLLIN);
}

}  // namespace
